import { afterAll, beforeAll, describe } from '@jest/globals';

import { describeAppends } from './appends.js';
import { describeChain } from './chain.js';
import { describeConcurrency } from './concurrency.js';
import { describeModel } from './model.js';
import { describePositions } from './positions.js';
import { describeReads } from './reads.js';
import { describeRefusals } from './refusals.js';
import { type ConformanceSubject, type Subject } from './subject.js';
import { describeSubscriptions } from './subscriptions.js';

export { type ConformanceSubject } from './subject.js';

/**
 * What every driver of the port must do, whatever is behind it. Tests use streams of their own, so a store that already
 * holds other events may be given.
 */
export function describeEventStoreConformance(name: string, open: () => Promise<ConformanceSubject>): void {
  describe(`${name} is an event store`, () => {
    let opened: ConformanceSubject | undefined;
    const subject: Subject = () => {
      if (opened === undefined) throw new Error('the store under test is not open yet');
      return opened;
    };
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());

    describeAppends(subject);
    describeRefusals(subject);
    describeReads(subject);
    describePositions(subject);
    describeSubscriptions(subject);
    describeChain(subject);
    describeConcurrency(subject);
    describeModel(subject);
  });
}
