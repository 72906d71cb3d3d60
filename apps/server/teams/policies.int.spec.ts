import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commitmentCodec, streamName } from '#kept/contracts';
import {
  BASES,
  type CalendarEdition,
  commitmentFrom,
  type CommitmentEntry,
  formatInstant,
  instant,
  type MadeCommitment,
  obligationsOf,
  outcomeOn,
  stateAt,
  workingTime,
} from '#kept/domain';
import { startTestServer, type TestServer } from '../../../test/support/server.js';

interface Preview {
  rows: { commitment: string; customer: string; outcomes: object[]; obligations: object[] }[];
  examined: number;
  affected: number;
  totals: { flipped: number; outcomes: object[]; obligations: object[] };
  next?: string;
}
interface Done {
  examined: number;
  reapplied: number;
  next?: string;
  position?: string;
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const EDITION: CalendarEdition = {
  timeZone: 'UTC',
  weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, [{ opens: '09:00', closes: '17:00' }]])),
  special: {},
  ...{ validFrom: '2020-01-01', validTo: '2099-12-31', source: 'us' },
};

const HOUR = 3_600_000;
const NOW = Date.now();
const ago = (hours: number): string => formatInstant(instant(NOW - hours * HOUR));

const OPEN = ['open', 'breached'];

/** Under version 2; of the one that was kept in time nothing changes that matters, and one was a mistake. */
const FLIPPED = ['complaint', 'moved', 'open', 'own-tolerance', 'tolerated', 'vip'];

describe('a version of a policy', () => {
  let server: TestServer;
  let position = '';
  const post = async <T>(path: string, body?: object, headers: Record<string, string> = {}): Promise<T> => {
    const { status, body: answer } = await server.post<T & { position?: string }>(path, body, headers);
    if (status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    position = answer.position ?? position;
    return answer;
  };
  const promise = (commitment: string, due: number, more: object = {}) =>
    post('/v1/commitments', {
      ...{ commitment, customer: 'acme', team: 'north', kind: 'repair', occurredAt: ago(100) },
      promised: { due: ago(due), timeZone: 'UTC' },
      ...more,
    });
  const record = (commitment: string, what: string, body: object) =>
    post(`/v1/commitments/${commitment}/${what}`, body, { 'if-match': '*' });
  const done = (commitment: string, hours: number) => record(commitment, 'fulfilment', { occurredAt: ago(hours) });

  beforeAll(async () => {
    server = await startTestServer();
    await post('/v1/teams', { team: 'north', name: 'North', timeZone: 'UTC', occurredAt: ago(1_000) });
    await post('/v1/customers', { customer: 'acme', occurredAt: ago(1_000) });
    await post('/v1/customers', { customer: 'vip', segment: 'vip', occurredAt: ago(1_000) });
    await post('/v1/teams/north/calendars', { version: '1', edition: EDITION });
    await post('/v1/teams/north/policies', { version: '1', rules: { tolerance: 'PT2H', answerWithin: 'PT200H' } });
    await promise('kept', 50);
    await done('kept', 60);
    await promise('tolerated', 50);
    await done('tolerated', 49);
    await promise('own-tolerance', 50, { tolerance: 'PT90M' });
    await done('own-tolerance', 49);
    await promise('voided', 50);
    await record('voided', 'voids', {
      entry: (await server.get<{ steps: { entry: string }[] }>('/v1/commitments/voided')).body.steps[0]!.entry,
      reason: 'mistaken',
    });
    await promise('complaint', 50);
    await record('complaint', 'complaints', { complaint: 'cold', need: 'respect', occurredAt: ago(40) });
    await promise('vip', 50, { customer: 'vip' });
    await promise('open', -50);
    await promise('moved', 20);
    await record('moved', 'reschedules', {
      ...{ to: { due: ago(-20), timeZone: 'UTC' }, reason: 'emergency', initiator: 'provider', occurredAt: ago(90) },
    });
    await post('/v1/teams/north/policies', {
      version: '2',
      rules: {
        ...{ tolerance: 'PT30M', answerWithin: { businessTime: 'PT4H' }, tellWithin: 'PT5H', grace: 'PT10M' },
        overrides: [{ segment: 'vip', rules: { grace: 'PT80H' } }],
      },
    });
    await post('/v1/teams/north/policies', { version: '3', rules: {} });
  });
  afterAll(() => server.stop());

  /** The commitments as their streams have them. */
  async function commitments(): Promise<Map<string, MadeCommitment>> {
    const found = new Map<string, MadeCommitment>();
    for (const id of ['kept', 'tolerated', 'own-tolerance', 'voided', 'complaint', 'vip', 'open', 'moved']) {
      const entries: CommitmentEntry[] = [];
      for await (const page of server.running.workspace.store.readStream(streamName('commitment', id)))
        for (const { metadata, ...event } of page) entries.push(commitmentCodec.decode({ ...event, ...metadata })!);
      found.set(id, commitmentFrom(entries) as MadeCommitment);
    }
    return found;
  }

  it('that nobody published cannot be reapplied', async () => {
    for (const what of ['preview', 'reapply'])
      expect(await server.post(`/v1/teams/north/policies/9/${what}`)).toMatchObject({
        status: 404,
        body: { code: 'policy-unknown', parameters: { version: '9' } },
      });
  });

  it('is reapplied to those that are open, unless all are wanted, a page at a time', async () => {
    const preview = (query: string) =>
      server.post<Preview>(`/v1/teams/north/policies/2/preview?after=${position}${query}`);
    expect((await preview('')).body).toMatchObject({ examined: 4, affected: 4 });
    expect((await preview('&commitments=all')).body).toMatchObject({ examined: 7, affected: 7 });
    const rows: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const { body } = await preview(`&commitments=all&limit=2${cursor && `&cursor=${cursor}`}`);
      rows.push(...body.rows.map(({ commitment }) => commitment));
      cursor = body.next;
    }
    expect(rows.sort()).toEqual(FLIPPED);
  });

  it('is previewed exactly: what it says is what becomes of it, and the rest stays as it was', async () => {
    const at = formatInstant(instant(Date.now()));
    const { body: preview } = await server.post<Preview>(
      `/v1/teams/north/policies/2/preview?commitments=all&at=${at}&after=${position}`,
    );
    const told = new Map(preview.rows.map((row) => [row.commitment, row]));
    const before = await looks(at);
    expect(await post<Done>('/v1/teams/north/policies/2/reapply?commitments=all&limit=200')).toMatchObject({
      examined: 7,
      reapplied: 7,
    });
    const after = await looks(at, true);
    for (const [id, was] of before) {
      const is = after.get(id)!;
      const { outcomes = [], obligations = [] } = told.get(id) ?? {};
      const flipped = was.outcomes.flatMap(([basis, from], index) => {
        const to = is.outcomes[index]![1];
        return from === to ? [] : [{ basis, from, to }];
      });
      expect([id, outcomes]).toEqual([id, flipped]);
      const names = new Set([...was.obligations.keys(), ...is.obligations.keys()]);
      const changed = [...names].flatMap((name) => {
        const [obligation, entry] = name.split(' ');
        const [from, to] = [was.obligations.get(name), is.obligations.get(name)];
        const matters = from === undefined || to === undefined || from.state !== to.state || OPEN.includes(from.state);
        if (!matters || JSON.stringify(from) === JSON.stringify(to)) return [];
        return [{ obligation, entry, ...(from && { from }), ...(to && { to }) }];
      });
      expect([id, new Set(obligations)]).toEqual([id, new Set(changed)]);
    }
    expect(preview.totals.flipped).toBe(preview.rows.length);
    expect(preview.totals.outcomes).toContainEqual({
      ...{ basis: 'as-first-promised', from: 'tolerated', to: 'late', commitments: 1 },
    });
    expect([...told.keys()].sort()).toEqual(FLIPPED);
  });

  it('changes nothing when it is reapplied again', async () => {
    const { store } = server.running.workspace;
    const count = async (): Promise<number> => {
      let found = 0;
      for await (const page of store.readAll()) found += page.filter(({ type }) => type === 'PolicyReapplied').length;
      return found;
    };
    const before = await count();
    expect(before).toBe(7);
    const again = await post<Done>(`/v1/teams/north/policies/2/reapply?commitments=all&limit=200&after=${position}`);
    expect(again).toEqual({ examined: 7, reapplied: 0 });
    expect(await count()).toBe(before);
  });

  it('keeps what was agreed on the promise: its own tolerance, and its calendar', async () => {
    const made = await commitments();
    const terms = (id: string) => {
      const one = made.get(id)!;
      return 'standing' in one ? one.standing.terms : undefined;
    };
    expect(terms('own-tolerance')).toMatchObject({ policy: '2', calendar: '1', tolerance: 1.5 * HOUR });
    expect(terms('tolerated')).toMatchObject({ policy: '2', calendar: '1', tolerance: 0.5 * HOUR });
    expect(terms('vip')).toMatchObject({ grace: 80 * HOUR });
  });

  it('comes back after another one, and after its entry was voided', async () => {
    const reapply = (version: string) =>
      post<Done>(`/v1/teams/north/policies/${version}/reapply?commitments=all&limit=200`);
    expect(await reapply('3')).toMatchObject({ reapplied: 7 });
    expect(await reapply('2')).toMatchObject({ reapplied: 7 });
    const last = (await commitments()).get('kept')!.entries.findLast(({ type }) => type === 'PolicyReapplied')!;
    await record('kept', 'voids', { entry: last.id, reason: 'mistaken' });
    expect(await reapply('2')).toMatchObject({ reapplied: 1 });
  });

  /** Outcomes and obligations of all commitments at a moment. */
  async function looks(text: string, reapplied = false) {
    const at = instant(Date.parse(text));
    const found = new Map<
      string,
      { outcomes: [string, unknown][]; obligations: Map<string, { state: string; deadline: string }> }
    >();
    for (const [id, whole] of await commitments()) {
      // It was reapplied after the moment of the preview: here it is taken to have been at that very moment.
      const entries = whole.entries.map((entry) =>
        reapplied && entry.type === 'PolicyReapplied' ? { ...entry, occurredAt: at } : entry,
      );
      const commitment = commitmentFrom(entries.filter(({ occurredAt }) => occurredAt <= at));
      const circumstances = { working: workingTime(EDITION) };
      found.set(id, {
        outcomes: BASES.map((basis) => [basis, outcomeOn(basis, commitment, at)]),
        obligations: new Map(
          obligationsOf(commitment, at, circumstances).map((one) => [
            `${one.kind} ${one.entry}`,
            { state: stateAt(one, at), deadline: formatInstant(one.deadline) },
          ]),
        ),
      });
    }
    return found;
  }
});
