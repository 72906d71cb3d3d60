import {
  BASES,
  type Basis,
  commitmentAt,
  type CommitmentCommand,
  type CustomerCommand,
  decide,
  decideCustomer,
  decideTeam,
  emptyTally,
  evolve,
  evolveCustomer,
  evolveTeam,
  factsOf,
  fulfilmentRate,
  instant,
  outcomeOn,
  type Commitment,
  type Customer,
  type Tally,
  type Team,
  type TeamCommand,
  unknownCustomer,
  unknownTeam,
  unmade,
} from '#kept/domain';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { DEMO_NOW, demoHistories, type DemoHistory, type DemoOptions, STORY } from './index.js';

const entryId = ({ kind, id }: DemoHistory['stream'], key: string): string => `${kind}-${id} ${key}`;
const SMALL = { commitments: 600, customers: 100, entryId };

function digest(options: DemoOptions): string {
  const sum = createHash('sha256');
  for (const history of demoHistories(options)) sum.update(JSON.stringify(history));
  return sum.digest('hex');
}

describe('the demo', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(digest({ seed: 7, ...SMALL })).toBe(digest({ seed: 7, ...SMALL }));
    expect(digest({ seed: 8, ...SMALL })).not.toBe(digest({ seed: 7, ...SMALL }));
  });

  it('names every entry once', () => {
    const names = [...demoHistories({ seed: 7, ...SMALL })].flatMap(({ stream, entries }) =>
      entries.map(({ key }) => entryId(stream, key)),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('voids nothing where nobody knows what its entries will be called', () => {
    const types = [...demoHistories({ seed: 7, commitments: 600, customers: 100 })].flatMap(({ entries }) =>
      entries.map(({ type }) => type),
    );
    expect(types).not.toContain('VoidEntry');
  });

  it('ends when it is told to, and nothing in it is known before it happened', () => {
    const now = instant(Date.parse('2025-03-01T00:00:00Z'));
    for (const { entries } of demoHistories({ seed: 7, ...SMALL, now }))
      for (const { occurredAt, recordedAt } of entries) {
        expect(recordedAt).toBeGreaterThanOrEqual(occurredAt);
        expect(recordedAt).toBeLessThanOrEqual(now);
      }
  });
});

describe('the company of the demo', () => {
  const commitments = new Map<string, Commitment>();
  const customers = new Map<string, Customer>();
  const teams = new Map<string, Team>();
  const types = new Set<string>();

  /** Throws where a decider refuses an entry, or finds that it changes nothing. */
  function record({ stream, entries }: DemoHistory): void {
    for (const { key, type, data, ...metadata } of entries) {
      types.add(type);
      const command = { type, data, metadata };
      const events =
        stream.kind === 'commitment'
          ? decide(command as CommitmentCommand, commitments.get(stream.id) ?? unmade)
          : stream.kind === 'customer'
            ? decideCustomer(command as CustomerCommand, customers.get(stream.id) ?? unknownCustomer)
            : decideTeam(command as TeamCommand, teams.get(stream.id) ?? unknownTeam);
      if (events.length !== 1) throw new Error(`${stream.id}: ${key} changes nothing`);
      for (const event of events) {
        const entry = { ...event, ...metadata, id: entryId(stream, key), revision: 0 } as never;
        if (stream.kind === 'commitment')
          commitments.set(stream.id, evolve(commitments.get(stream.id) ?? unmade, entry));
        else if (stream.kind === 'customer')
          customers.set(stream.id, evolveCustomer(customers.get(stream.id) ?? unknownCustomer, entry));
        else teams.set(stream.id, evolveTeam(teams.get(stream.id) ?? unknownTeam, entry));
      }
    }
  }

  beforeAll(() => {
    for (const history of demoHistories({ seed: 2026, entryId })) record(history);
    commitments.forEach(count);
  });

  /** By team and basis; the empty name is the whole company. */
  const tallies = new Map<string, Tally>();
  const rate = (basis: Basis, team = ''): number => fulfilmentRate(tallies.get(`${basis} ${team}`)!).rate!;

  function count(commitment: Commitment): void {
    if (commitment.status === 'unmade') return;
    const now = commitmentAt(commitment, DEMO_NOW);
    for (const basis of BASES)
      for (const team of ['', commitment.promise.data.team]) {
        const outcome = outcomeOn(basis, now, DEMO_NOW);
        const name = `${basis} ${team}`;
        if (!tallies.has(name)) tallies.set(name, emptyTally());
        if (outcome) tallies.get(name)![outcome] += 1;
      }
  }

  it('is as large as it says', () => {
    expect(teams.size).toBe(40);
    expect(customers.size).toBe(5_003);
    // Some of the last promises are recorded only after the demo’s present.
    expect(commitments.size).toBeGreaterThan(29_900);
    expect(commitments.size).toBeLessThanOrEqual(30_000);
  });

  it('lives through everything a ledger of promises can record', () =>
    expect([...types].sort()).toEqual(
      [
        ...['MakePromise', 'Notify', 'Reschedule', 'Fulfil', 'Withdraw', 'RecordFollowUpCall', 'RaiseComplaint'],
        ...['AnswerComplaint', 'PauseClock', 'ResumeClock', 'VoidEntry', 'RegisterCustomer', 'StateExpectation'],
        ...['CorrectExpectation', 'ReportSatisfaction', 'RegisterTeam', 'PublishPolicy', 'DeclareCapacity'],
      ].sort(),
    ));

  it('shows every outcome', () => {
    const tally = tallies.get('as-last-agreed ')!;
    expect(Object.entries(tally).filter(([, count]) => count === 0)).toEqual([]);
  });

  it('hides by moving dates, and by silence: first < last < planned', () => {
    const [first, last, planned] = [rate('as-first-promised'), rate('as-last-agreed'), rate('as-planned')];
    expect(first).toBeGreaterThan(0.65);
    expect(last).toBeGreaterThan(first + 0.03);
    expect(planned).toBeGreaterThan(last + 0.03);
    expect(planned).toBeLessThan(0.97);
  });

  it('has teams that differ: what silence hides is little here and much there', () => {
    const hidden = [...teams.keys()].map((team) => rate('as-planned', team) - rate('as-last-agreed', team));
    expect(Math.min(...hidden)).toBeLessThan(0.03);
    expect(Math.max(...hidden)).toBeGreaterThan(0.15);
  });

  it('is displaced only by commitments it really has, and recovers only those', () => {
    for (const commitment of commitments.values()) {
      if (commitment.status === 'unmade') continue;
      for (const { data } of commitment.entries) {
        if ('displacedBy' in data) expect(commitments.has(data.displacedBy)).toBe(true);
        if ('recoveryOf' in data) expect(commitments.has(data.recoveryOf)).toBe(true);
      }
    }
  });

  describe('its story', () => {
    const outcomes = (id: string): unknown[] =>
      BASES.map((basis) => outcomeOn(basis, commitmentAt(commitments.get(id)!, DEMO_NOW), DEMO_NOW));
    const factsFor = (id: string) => factsOf(commitments.get(id) as Exclude<Commitment, { status: 'unmade' }>);

    it('is a promise kept only by the plan', () =>
      expect(outcomes(STORY.commitment)).toEqual(['late', 'late', undefined, 'kept']));

    it('is kept as last agreed where somebody called', () =>
      expect(outcomes(STORY.twin.commitment)).toEqual(['late', 'kept', undefined, 'kept']));

    it('was done well, and free, and the customer was unhappy', () => {
      const commitment = commitments.get(STORY.commitment)!;
      expect('standing' in commitment && commitment.standing).toMatchObject({
        satisfaction: 2,
        problemPersists: false,
        settlement: { by: 'fulfilment', levels: { price: 0, quality: 9.5 } },
        complaints: [{ complaint: STORY.complaint, need: 'respect' }],
      });
    });

    it('was displaced by an emergency that was kept, and made good by a recovery with half the tolerance or less', () => {
      expect(outcomes(STORY.emergency)[0]).toBe('kept');
      expect(outcomes(STORY.recovery)[0]).toBe('kept');
      const recovery = commitments.get(STORY.recovery)!;
      expect(recovery).toMatchObject({
        promise: { data: { recoveryOf: STORY.commitment, terms: { tolerance: 3_600_000 } } },
      });
      expect(factsFor(STORY.commitment).customer).toBe(STORY.customer);
      expect(factsFor(STORY.twin.commitment).customer).toBe(STORY.twin.customer);
    });
  });
});
