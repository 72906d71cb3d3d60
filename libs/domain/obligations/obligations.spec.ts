import { describe, expect, it } from '@jest/globals';
import { commitmentFrom, type CommitmentCommand, type ObligationKind, type Terms } from '../commitment/index.js';
import * as c from '../testing/commands.fixture.js';
import { recordAll } from '../testing/given.fixture.js';
import { on, spoken } from '../testing/week.fixture.js';
import { duration } from '../time/index.js';
import { obligationsOf, stateAt } from './index.js';

const HOUR = 3_600_000;

/** The obligations of one kind after these commands, in words. */
function owed(kind: ObligationKind, commands: CommitmentCommand[], at = 'Sun 00:00', forgotten?: string): string[] {
  const circumstances = forgotten === undefined ? {} : { forgottenAt: on(forgotten) };
  return obligationsOf(commitmentFrom(recordAll(commands)), on(at), circumstances)
    .filter((one) => one.kind === kind)
    .map((one) => `${spoken(one.deadline)} ${stateAt(one, on(at))}`);
}

const promise = (terms: Partial<Terms> = {}): CommitmentCommand => c.promised({ due: 'Tue 12:00', terms });

describe('a pause', () => {
  const paused = [promise(), c.pause({ at: 'Mon 20:00' })];

  it('stops the clock: no deadline passes while it lasts', () =>
    expect(owed('keep', paused)).toEqual(['Tue 12:15 open']));

  it('moves every deadline by the time it took, and no window', () => {
    const resumed = [...paused, c.resume({ at: 'Mon 23:00' })];
    expect(owed('keep', resumed)).toEqual(['Tue 15:15 breached']);
    expect(owed('advance-notice', resumed)).toEqual(['Tue 03:00 breached']);
    expect(owed('keep', [...resumed, c.fulfil({ at: 'Tue 15:00' })])).toEqual(['Tue 15:15 met']);
  });

  it('may come again', () =>
    expect(
      owed('keep', [
        ...paused,
        c.resume({ at: 'Mon 21:00' }),
        c.pause({ at: 'Tue 09:00' }),
        c.resume({ at: 'Tue 11:00' }),
      ]),
    ).toEqual(['Tue 15:15 breached']));

  it('that comes after a deadline had passed does not bring it back', () =>
    expect(owed('advance-notice', [promise(), c.pause({ at: 'Tue 01:00' })])).toEqual(['Tue 00:00 breached']));

  it('begins for what is owed later when that begins', () =>
    expect(
      owed('announce-change', [
        ...paused,
        c.reschedule({ at: 'Mon 22:00', to: 'Thu 12:00' }),
        c.resume({ at: 'Tue 02:00' }),
      ]),
    ).toEqual(['Tue 12:00 breached']));

  it('ends with the settlement', () => {
    expect(owed('keep', [...paused, c.fulfil({ at: 'Wed 20:00' })])).toEqual(['Thu 12:15 met']);
    expect(owed('follow-up', [...paused, c.fulfil({ at: 'Wed 20:00' })])).toEqual(['Fri 20:00 breached']);
  });

  it('does nothing where the policy says so', () =>
    expect(owed('keep', [promise({ pausesStopClock: false }), c.pause({ at: 'Mon 20:00' })])).toEqual([
      'Tue 12:15 breached',
    ]));
});

describe('the duty to announce a change', () => {
  it('is met by having told of a withdrawal before it', () =>
    expect(
      owed('announce-change', [promise(), c.tell({ at: 'Mon 19:00', purpose: 'withdrawal' }), c.withdraw({})]),
    ).toEqual(['Tue 06:00 met']));

  it('is not met by a telling that another one has overtaken', () =>
    expect(
      owed('announce-change', [
        promise(),
        c.tell({ at: 'Mon 10:00', window: 'Wed 12:00' }),
        c.tell({ at: 'Mon 11:00', window: 'Thu 12:00' }),
        c.reschedule({ at: 'Mon 12:00', to: 'Wed 12:00' }),
      ]),
    ).toEqual(['Mon 22:00 breached']));

  it('is not met by a telling from before the customer wanted something else', () =>
    expect(
      owed('announce-change', [
        promise(),
        c.tell({ at: 'Mon 10:00', window: 'Wed 12:00' }),
        c.reschedule({ at: 'Mon 11:00', to: 'Fri 12:00', initiator: 'customer' }),
        c.reschedule({ at: 'Mon 12:00', to: 'Wed 12:00' }),
      ]),
    ).toEqual(['Mon 22:00 breached']));

  it('is met by what was told and declined before', () =>
    expect(
      owed('announce-change', [
        promise(),
        c.tell({ at: 'Mon 10:00', window: 'Wed 12:00', answer: 'declined' }),
        c.reschedule({ at: 'Mon 12:00', to: 'Wed 12:00' }),
      ]),
    ).toEqual(['Mon 22:00 met']));

  it('does not exist where the policy asks neither for notice nor for a time to tell', () => {
    const { tellWithin: _, minimumNotice: __, ...rest } = c.TERMS;
    const silent = c.promised({ due: 'Tue 12:00', data: { terms: rest } });
    expect(owed('announce-change', [silent, c.reschedule({ to: 'Wed 12:00' })])).toEqual([]);
  });

  it('is to give notice of the new due where what is expected is already past', () =>
    expect(
      owed('announce-change', [
        promise({ tellWithin: duration(72 * HOUR) }),
        c.reschedule({ at: 'Wed 12:00', to: 'Fri 12:00' }),
      ]),
    ).toEqual(['Fri 09:00 breached']));

  it('is met, where several are open, by having told and been declined before', () =>
    expect(
      owed('announce-change', [
        promise(),
        c.reschedule({ at: 'Mon 11:00', to: 'Wed 12:00' }),
        c.tell({ at: 'Mon 12:00', window: 'Thu 12:00', answer: 'declined' }),
        c.reschedule({ at: 'Mon 13:00', to: 'Thu 12:00' }),
      ]),
    ).toEqual(['Mon 21:00 met', 'Mon 23:00 met']));

  it('is not overdue before it began: with the notice and the due behind, there is the time to tell', () =>
    expect(owed('announce-change', [promise(), c.reschedule({ at: 'Wed 12:00', to: 'Thu 12:00' })])).toEqual([
      'Wed 22:00 breached',
    ]));
});

describe('a complaint', () => {
  const complained = [promise({ answerWithin: duration(24 * HOUR) }), c.complain({ at: 'Wed 09:00' })];

  it('is to be answered, also after all is done', () => {
    expect(owed('answer-complaint', complained)).toEqual(['Thu 09:00 breached']);
    expect(owed('answer-complaint', [...complained, c.answer({ at: 'Thu 09:00' })])).toEqual(['Thu 09:00 met']);
    expect(owed('answer-complaint', [...complained, c.answer({ at: 'Thu 09:01' })])).toEqual(['Thu 09:00 breached']);
    expect(
      owed('answer-complaint', [...complained, c.fulfil({ at: 'Wed 10:00' }), c.answer({ at: 'Wed 12:00' })]),
    ).toEqual(['Thu 09:00 met']);
  });

  it('is answered by its own answer, not by another’s', () =>
    expect(
      owed('answer-complaint', [
        ...complained,
        c.complain({ at: 'Wed 10:00', complaint: 'c2' }),
        c.answer({ at: 'Wed 12:00', complaint: 'c2' }),
      ]),
    ).toEqual(['Thu 09:00 breached', 'Thu 10:00 met']));

  it('is nobody’s duty where the policy does not ask', () =>
    expect(owed('answer-complaint', [promise(), c.complain({})])).toEqual([]));
});

describe('a customer who was forgotten', () => {
  const moved = [promise(), c.reschedule({ at: 'Mon 12:00', to: 'Wed 12:00' })];

  it('can no longer be told: open duties to do so are void, and those that come later', () => {
    expect(owed('announce-change', moved, 'Sun 00:00', 'Mon 18:00')).toEqual(['Mon 22:00 void']);
    expect(owed('advance-notice', moved, 'Sun 00:00', 'Mon 18:00')).toEqual(['Tue 00:00 void']);
    expect(owed('follow-up', [...moved, c.fulfil({ at: 'Wed 10:00' })], 'Sun 00:00', 'Mon 18:00')).toEqual([
      'Fri 10:00 void',
    ]);
  });

  it('was still to be told before that', () =>
    expect(owed('announce-change', moved, 'Mon 17:00', 'Mon 18:00')).toEqual(['Mon 22:00 open']));

  it('was not told in time before that', () =>
    expect(owed('announce-change', moved, 'Sun 00:00', 'Tue 18:00')).toEqual(['Mon 22:00 breached']));

  it('is owed what was promised', () =>
    expect(owed('keep', moved, 'Sun 00:00', 'Mon 18:00')).toEqual(['Tue 12:15 breached']));
});

describe('a promise fulfilled within an interval', () => {
  it('may have been kept, whatever was recorded between its deadline and the end of the interval', () => {
    const done = c.fulfil({ between: 'Tue 11:00', at: 'Tue 20:00' });
    for (const between of [
      c.reschedule({ at: 'Tue 18:00', to: 'Wed 12:00' }),
      c.tell({ at: 'Tue 18:00' }),
      c.pause({ at: 'Tue 18:00' }),
    ])
      expect(owed('keep', [promise(), between, done])).toEqual(['Tue 12:15 undetermined']);
  });

  it('was not kept where the interval begins with its deadline: it was done after that', () =>
    expect(owed('keep', [promise(), c.fulfil({ between: 'Tue 12:15', at: 'Tue 20:00' })])).toEqual([
      'Tue 12:15 breached',
    ]));

  it('may have been kept as it was first agreed, though another window was told after its deadline', () =>
    expect(
      owed('keep', [
        promise(),
        c.tell({ at: 'Tue 18:00', window: 'Wed 12:00' }),
        c.fulfil({ between: 'Tue 11:00', at: 'Tue 20:00' }),
      ]),
    ).toEqual(['Tue 12:15 undetermined', 'Wed 12:15 met']));
});

describe('a promise that was a mistake', () => {
  it('owed nothing before it was made, nor of what happened later', () => {
    const mistaken = [promise(), c.tell({ at: 'Mon 12:00', window: 'Wed 12:00' }), c.voidEntry(1)];
    expect(owed('keep', mistaken, 'Mon 09:00')).toEqual(['Tue 12:15 void']);
    expect(owed('keep', mistaken)).toEqual(['Tue 12:15 void', 'Wed 12:15 void']);
  });
});

describe('what is done too late', () => {
  const late = (kind: ObligationKind, commands: CommitmentCommand[]): string[] =>
    obligationsOf(commitmentFrom(recordAll(commands)), on('Sun 00:00'))
      .filter((one) => one.kind === kind)
      .map(({ lateAt }) => (lateAt === undefined ? 'never' : spoken(lateAt)));

  it('is a breach, and known to have been done', () => {
    const done = [promise(), c.fulfil({ at: 'Tue 14:00' })];
    expect(late('keep', done)).toEqual(['Tue 14:00']);
    expect(late('follow-up', [...done, c.call({ at: 'Fri 09:00' }), c.call({ at: 'Fri 10:00' })])).toEqual([
      'Fri 09:00',
    ]);
    expect(
      late('announce-change', [
        promise(),
        c.reschedule({ at: 'Mon 12:00', to: 'Wed 12:00' }),
        c.tell({ at: 'Tue 10:00', window: 'Wed 12:00' }),
      ]),
    ).toEqual(['Tue 10:00']);
  });

  it('is done of the expectation that stands, and not of those before', () =>
    expect(
      late('keep', [promise(), c.tell({ at: 'Tue 13:00', window: 'Wed 12:00' }), c.fulfil({ at: 'Thu 10:00' })]),
    ).toEqual(['never', 'Thu 10:00']));
});

describe('another policy, applied again', () => {
  it('moves deadlines and no window, also of what was judged before', () => {
    const late = [promise(), c.fulfil({ at: 'Tue 12:30' })];
    expect(owed('keep', late)).toEqual(['Tue 12:15 breached']);
    expect(owed('keep', [...late, c.reapply({ grace: duration(HOUR) })])).toEqual(['Tue 13:00 met']);
  });
});

describe('a policy that asks for nothing', () => {
  it('leaves the promise itself to be kept, by its due', () => {
    const bare = c.promised({ due: 'Tue 12:00', data: { terms: { policy: 'none', tolerance: duration(0) } } });
    const done = [bare, c.fulfil({ at: 'Tue 12:00' })];
    expect(obligationsOf(commitmentFrom(recordAll(done)), on('Sun 00:00')).map(({ kind }) => kind)).toEqual(['keep']);
    expect(owed('keep', done)).toEqual(['Tue 12:00 met']);
  });
});
