import { commitmentCodec } from '#kept/contracts';
import { type Instant, parseInstant, UTC, ZERO } from '#kept/domain';
import { AppendOutcomeUnknown, type EventStore } from '#kept/event-store';
import { openSqliteEventStore } from '#kept/event-store/sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitments } from './aggregate.js';
import { Ledger } from './ledger.js';
import { type Submission } from './submission.js';

type CommitmentSubmission = Submission<Parameters<typeof commitments.decide>[0]>;

const at = (time: string): Instant => parseInstant(`2026-03-02T${time}:00Z`);
const actor = { id: 'anna', role: 'agent' };
const noWait = (failed: number): Promise<boolean> => Promise.resolve(failed < 10);

const due = { due: at('12:00'), timeZone: UTC };

function command(commandId: string, time: string, said: { type: string; data: object }): CommitmentSubmission {
  const moment = { occurredAt: at(time), recordedAt: at('20:00') };
  return { command: { ...said, metadata: moment }, metadata: { commandId, actor, ...moment } } as CommitmentSubmission;
}

const promise = (commandId = 'make'): CommitmentSubmission =>
  command(commandId, '08:00', {
    type: 'MakePromise',
    data: {
      customer: 'acme',
      team: 'north',
      owner: 'anna',
      kind: 'repair',
      promised: due,
      levels: {},
      clarity: 'explicit',
      source: 'company',
      contactMode: 'human-machine',
      terms: { policy: 'none', tolerance: ZERO },
    },
  });
const done = (commandId: string, time: string): CommitmentSubmission =>
  command(commandId, time, { type: 'Fulfil', data: { levels: {}, leftUndone: false, evidence: [] } });
const told = (commandId: string, time: string): CommitmentSubmission =>
  command(commandId, time, {
    type: 'Notify',
    data: { purpose: 'progress', channel: 'phone', reached: true, answer: 'none' },
  });

/** The same store, with another way to append. */
function withAppend(store: EventStore, append: EventStore['append']): EventStore {
  return { append, readStream: (...range) => store.readStream(...range) } as EventStore;
}

describe('the ledger', () => {
  let folder: string;
  let store: EventStore;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kept-ledger-'));
    store = openSqliteEventStore(join(folder, 'ledger.db'));
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  async function typesOf(id: string): Promise<string[]> {
    const types: string[] = [];
    for await (const page of store.readStream(`commitment-${id}`)) types.push(...page.map(({ type }) => type));
    return types;
  }

  it('answers a repeated command with its first answer, also after a restart', async () => {
    const ledger = new Ledger(store, noWait);
    const first = await ledger.submit(commitments, '1', [promise()]);
    const position = await store.head();
    expect(first.outcomes).toEqual([{ outcome: 'recorded', revision: 0n, events: 1, position }]);
    const again = [{ outcome: 'repeated', revision: 0n, events: 1, position }];
    await ledger.submit(commitments, '2', [promise()]);
    expect((await ledger.submit(commitments, '1', [promise()])).outcomes).toEqual(again);
    expect((await new Ledger(store, noWait).submit(commitments, '1', [promise()])).outcomes).toEqual(again);
    expect(await typesOf('1')).toEqual(['PromiseMade']);
  });

  it('refuses a command id that comes back with another body', async () => {
    const ledger = new Ledger(store, noWait);
    await ledger.submit(commitments, '1', [promise(), told('tell', '09:00')]);
    const { outcomes } = await ledger.submit(commitments, '1', [told('tell', '10:00')]);
    expect(outcomes).toEqual([{ outcome: 'refused', code: 'command-id-reused', parameters: {} }]);
  });

  it('reads nothing of a stream that it begins, and finds out from the append where it had begun before', async () => {
    let reads = 0;
    const counting = { ...withAppend(store, (...append) => store.append(...append)) };
    counting.readStream = (...range) => {
      reads += 1;
      return store.readStream(...range);
    };
    const begun = await new Ledger(counting, noWait).submit(commitments, '1', [promise()]);
    expect(begun.outcomes).toMatchObject([{ outcome: 'recorded' }]);
    expect(reads).toBe(0);
    const other = promise();
    const { outcomes } = await new Ledger(counting, noWait).submit(commitments, '1', [
      { ...other, metadata: { ...other.metadata, fingerprint: 'other words' } },
    ]);
    expect(outcomes).toEqual([{ outcome: 'refused', code: 'command-id-reused', parameters: {} }]);
    const late = await new Ledger(counting, noWait).submit(commitments, '1', [promise('another')]);
    expect(late.outcomes).toMatchObject([{ outcome: 'refused', code: 'commitment-exists' }]);
    expect(await typesOf('1')).toEqual(['PromiseMade']);
  });

  it('repeats the first answer whole, also of a command that shared its append', async () => {
    const ledger = new Ledger(store, noWait);
    await ledger.submit(commitments, '1', [promise(), told('tell', '09:00')]);
    const { outcomes } = await ledger.submit(commitments, '1', [promise()]);
    for await (const [made] of store.readStream('commitment-1', { limit: 1 }))
      expect(outcomes).toEqual([{ outcome: 'repeated', revision: 0n, events: 1, position: made!.position }]);
  });

  it('takes what the caller said for the command, where the caller says so', async () => {
    const ledger = new Ledger(store, noWait);
    const saying = ({ command, metadata }: CommitmentSubmission): CommitmentSubmission => ({
      command,
      metadata: { ...metadata, fingerprint: 'the same words' },
    });
    await ledger.submit(commitments, '1', [promise()]);
    await ledger.submit(commitments, '1', [saying(told('tell', '09:00'))]);
    const { outcomes } = await ledger.submit(commitments, '1', [saying(told('tell', '10:00'))]);
    expect(outcomes).toMatchObject([{ outcome: 'repeated', revision: 1n }]);
  });

  const having = (seen: bigint, { command, metadata }: CommitmentSubmission): CommitmentSubmission => ({
    command,
    metadata: { ...metadata, ifRevision: seen },
  });

  it('refuses a change by somebody who has not seen the last entry, and still repeats a first answer', async () => {
    const ledger = new Ledger(store, noWait);
    await ledger.submit(commitments, '1', [promise()]);
    const tell = having(0n, told('tell', '09:00'));
    await ledger.submit(commitments, '1', [tell]);
    const late = await ledger.submit(commitments, '1', [having(0n, done('done', '10:00'))]);
    expect(late.outcomes).toEqual([{ outcome: 'refused', code: 'revision-stale', parameters: { current: '1' } }]);
    expect((await ledger.submit(commitments, '1', [tell])).outcomes).toMatchObject([{ outcome: 'repeated' }]);
    const informed = await ledger.submit(commitments, '1', [having(1n, done('done', '10:00'))]);
    expect(informed.outcomes).toMatchObject([{ outcome: 'recorded', revision: 2n }]);
  });

  it('makes nobody’s form stale by what it finds out itself', async () => {
    const ledger = new Ledger(store, noWait);
    await ledger.submit(commitments, '1', [promise()]);
    const { type, schemaVersion, data } = commitmentCodec.encode({
      type: 'BreachForeseen',
      data: { obligation: { kind: 'keep', entry: 'x' }, deadline: at('12:00') },
    });
    const watch = { correlationId: 'watch', causationId: 'watch', commandFingerprint: 'watch', schemaVersion };
    const id = '00000000-0000-4000-8000-000000000001';
    const { metadata } = promise('watch');
    await store.append('commitment-1', 0n, [{ id, type, data, metadata: { ...metadata, ...watch } }]);
    expect(await ledger.load(commitments, '1')).toMatchObject({ revision: 1n, formRevision: 0n });
    const { outcomes } = await ledger.submit(commitments, '1', [having(0n, told('tell', '09:00'))]);
    expect(outcomes).toMatchObject([{ outcome: 'recorded', revision: 2n }]);
  });

  it('records what it can when one of several commands is refused', async () => {
    const ledger = new Ledger(store, noWait);
    const { outcomes } = await ledger.submit(commitments, '1', [
      promise(),
      done('first', '10:00'),
      done('second', '11:00'),
      told('tell', '11:30'),
    ]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['recorded', 'recorded', 'refused', 'recorded']);
    expect(await typesOf('1')).toEqual(['PromiseMade', 'PromiseFulfilled', 'CustomerNotified']);
  });

  it('decides anew when somebody else moved the stream, and never refuses by hearsay', async () => {
    const [one, other] = [new Ledger(store, noWait), new Ledger(store, noWait)];
    await one.submit(commitments, '1', [promise()]);
    await other.submit(commitments, '1', [done('done', '10:00')]);
    const settledMeanwhile = await one.submit(commitments, '1', [done('too late', '11:00')]);
    expect(settledMeanwhile.outcomes).toMatchObject([{ outcome: 'refused', code: 'commitment-settled' }]);

    const voidIt = { type: 'VoidEntry', data: { entry: '', reason: 'mistake' } };
    for await (const page of store.readStream('commitment-1', { from: 1n })) voidIt.data.entry = page[0]!.id;
    await one.submit(commitments, '1', [command('void', '12:00', voidIt)]);
    // `other` remembers a settled commitment; the store knows better.
    const { outcomes } = await other.submit(commitments, '1', [done('again', '13:00')]);
    expect(outcomes).toMatchObject([{ outcome: 'recorded' }]);
  });

  it('lets exactly one of many racing settlements win', async () => {
    const ledgers = Array.from({ length: 8 }, () => new Ledger(store, noWait));
    await ledgers[0]!.submit(commitments, '1', [promise()]);
    const answers = await Promise.all(
      ledgers.map((ledger, index) => ledger.submit(commitments, '1', [done(`done ${index}`, '10:00')])),
    );
    const outcomes = answers.map(({ outcomes: [answer] }) => answer!.outcome);
    expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'refused')).toHaveLength(7);
    expect(await typesOf('1')).toEqual(['PromiseMade', 'PromiseFulfilled']);
  });

  it('offers the same append again when the answer got lost, and writes once', async () => {
    let lost = 2;
    const forgetful = withAppend(store, async (...append) => {
      const answer = await store.append(...append);
      if (lost-- > 0) throw new AppendOutcomeUnknown(append[0], new Error('connection lost'));
      return answer;
    });
    const { outcomes } = await new Ledger(forgetful, noWait).submit(commitments, '1', [promise()]);
    expect(outcomes).toMatchObject([{ outcome: 'recorded' }]);
    expect(await typesOf('1')).toEqual(['PromiseMade']);
  });

  it('gives up after bounded patience, saying that nobody knows', async () => {
    const deaf = withAppend(store, (stream) =>
      Promise.reject(new AppendOutcomeUnknown(stream, new Error('no answer'))),
    );
    await expect(new Ledger(deaf, noWait).submit(commitments, '1', [promise()])).rejects.toThrow(AppendOutcomeUnknown);
  });

  it('cuts a long history into appends that the store accepts', async () => {
    const note = '长'.repeat(10_000);
    const tellings = Array.from({ length: 60 }, (_, index) => {
      const telling = told(`tell ${index}`, '09:00');
      return { ...telling, command: { ...telling.command, data: { ...telling.command.data, personal: { note } } } };
    }) as CommitmentSubmission[];
    const { outcomes } = await new Ledger(store, noWait).submit(commitments, '1', [promise(), ...tellings]);
    expect(outcomes.every(({ outcome }) => outcome === 'recorded')).toBe(true);
    expect(await typesOf('1')).toHaveLength(61);
  });
});
