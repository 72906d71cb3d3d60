import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AxiosResponse, type Document, type OpenAPIClient, OpenAPIClientAxios } from 'openapi-client-axios';
import { type Role } from '#kept/domain';
import { root } from '../support/kept.js';
import { keyFor } from '../support/keys.js';
import { startTestServer, type TestServer } from '../support/server.js';
import { onEveryShape } from '../support/shapes.js';

/** As somebody would who has the committed description, and nothing else of ours. */
const description = JSON.parse(readFileSync(join(root, 'docs/reference/openapi.json'), 'utf8')) as Document;

/** Every call is made out of the description when the test runs: paths, parameters and headers, by operation id. */
async function clientFor(server: TestServer, role: Role): Promise<OpenAPIClient> {
  const { text } = await keyFor(server.running, role);
  const api = new OpenAPIClientAxios({
    definition: description,
    axiosConfigDefaults: {
      baseURL: server.address,
      headers: { authorization: `Bearer ${text}` },
      // `basis=first&basis=last`, as OpenAPI has lists; axios by itself would add brackets.
      paramsSerializer: { indexes: null },
    },
  });
  return api.init();
}

interface Recorded {
  id: string;
  revision: number;
  entries: string[];
  position: string;
}
interface Shown {
  revision: number;
  status: string;
  plan: { due: string };
  expectation: { due: string };
  outcomes: Record<string, string | null>;
  steps: { type: string; silentSlip: boolean; planChanged: boolean; expectationChanged: boolean }[];
}

/** 2 March 2026 was a Monday. */
const at = (local: string): { occurredAt: string } => ({ occurredAt: `2026-03-${local}:00+08:00` });
const zone = { timeZone: 'Asia/Shanghai' };
const endOf = (day: number): string => `2026-03-0${day}T15:59:59.999Z`;

onEveryShape('a client made from the description', (shape) => {
  let server: TestServer;
  let agent: OpenAPIClient;
  let auditor: OpenAPIClient;
  beforeAll(async () => {
    server = await startTestServer((await shape.newLedger()).settings);
    const admin = await clientFor(server, 'admin');
    [agent, auditor] = [await clientFor(server, 'agent'), await clientFor(server, 'auditor')];
    await recorded(admin['registerTeam']!({}, { team: 'north', name: '华北维修', ...zone, ...at('01T08:00') }));
  });
  afterAll(() => server.stop());

  async function recorded(asking: Promise<AxiosResponse<unknown>>): Promise<Recorded> {
    const { status, data } = await asking;
    expect([status, data]).toEqual([201, expect.objectContaining({ outcome: 'recorded' })]);
    return data as Recorded;
  }

  /** Records on a commitment as it was seen last. */
  async function add(operation: string, commitment: string, body: object, more: object = {}): Promise<Recorded> {
    const seen = await agent['showCommitment']!({ commitment });
    const etag = String(seen.headers['etag']);
    expect(etag).toBe(`"${(seen.data as Shown).revision}"`);
    return recorded(agent[operation]!({ commitment, 'If-Match': etag, ...more }, body));
  }

  /** "Tomorrow", says the technician; in the night an emergency comes first; it is done a day later, and well. */
  async function story(customer: string, commitment: string, { called }: { called: boolean }): Promise<Recorded> {
    await recorded(agent['registerCustomer']!({}, { customer, segment: 'gold', ...at('01T09:00') }));
    const promise = {
      ...{ commitment, customer, team: 'north', kind: 'repair' },
      promised: { day: '2026-03-03', ...zone },
      personal: { what: '冷水机组不制冷' },
      ...at('02T16:00'),
    };
    const key = { 'Idempotency-Key': `promise-${commitment}` };
    const made = await recorded(agent['makePromise']!(key, promise));
    const again = await agent['makePromise']!(key, promise);
    expect([again.data, again.headers['idempotent-replayed']]).toEqual([made, 'true']);

    const to = { day: '2026-03-04', ...zone };
    const moved = { to, reason: 'emergency', initiator: 'provider', ...at('02T23:00') };
    await add('rescheduleCommitment', commitment, moved);
    const told = { purpose: 'reschedule', channel: 'phone', reached: true, conveyed: to, answer: 'accepted' };
    if (called) await add('notifyCustomer', commitment, { ...told, ...at('03T08:00') });
    await add('fulfilPromise', commitment, { levels: { quality: 1 }, ...at('04T10:00') });
    await add('recordFollowUpCall', commitment, { reached: true, satisfaction: called ? 5 : 2, ...at('05T10:00') });
    const complaint = {
      complaint: 'nobody-called',
      need: 'respect',
      personal: { note: '等了一天' },
      ...at('05T11:00'),
    };
    if (!called) await add('raiseComplaint', commitment, complaint);
    const answer = { personal: { note: '抱歉' }, ...at('05T15:00') };
    if (!called) await add('answerComplaint', commitment, answer, { complaint: 'nobody-called' });
    const shown = await agent['showCommitment']!({ commitment });
    expect(shown.data).toMatchObject({ status: 'settled', plan: { due: endOf(4) } });
    return add('notifyCustomer', commitment, {
      purpose: 'apology',
      channel: 'phone',
      reached: true,
      ...at('06T10:00'),
    });
  }

  const outcomesOf = async (commitment: string): Promise<Shown['outcomes']> =>
    ((await auditor['showCommitment']!({ commitment })).data as Shown).outcomes;

  /** By basis, over the promises to one customer. */
  async function keptOf(customer: string, after: string): Promise<Record<string, number>> {
    const basis = ['first', 'last', 'planned'];
    const { data } = (await auditor['showRates']!({
      customer: [customer],
      basis,
      from: '2026-03-01T00:00:00Z',
      after,
    })) as AxiosResponse<unknown>;
    const { rows } = data as { rows: { basis: string; rate: number; denominator: number }[] };
    expect(rows.map(({ denominator }) => denominator)).toEqual([1, 1, 1]);
    return Object.fromEntries(rows.map(({ basis: on, rate }) => [on, rate]));
  }

  it('lives through the broken promise: kept as planned, and late as the customer was last told', async () => {
    const { position } = await story('huadong', 'chiller-1', { called: false });
    const late = { 'as-first-promised': 'late', 'as-last-agreed': 'late', 'as-requested': null, 'as-planned': 'kept' };
    expect(await outcomesOf('chiller-1')).toEqual(late);
    expect(await keptOf('huadong', position)).toEqual({
      'as-first-promised': 0,
      'as-last-agreed': 0,
      'as-planned': 1,
    });
    const { data } = (await auditor['showHistory']!({
      customer: 'huadong',
      after: position,
    })) as AxiosResponse<unknown>;
    const { steps, commitments } = data as { steps: Shown['steps']; commitments: Shown[] };
    expect(commitments).toMatchObject([{ plan: { due: endOf(4) }, expectation: { due: endOf(3) }, outcomes: late }]);
    expect(steps.filter(({ silentSlip }) => silentSlip).map(({ type }) => type)).toEqual(['CommitmentRescheduled']);
    // The ledger's own findings come when it has looked.
    expect(steps.map(({ type }) => type).filter((type) => !type.startsWith('Breach'))).toEqual([
      'CustomerRegistered',
      'PromiseMade',
      'CommitmentRescheduled',
      'PromiseFulfilled',
      'FollowUpCallMade',
      'ComplaintRaised',
      'ComplaintAnswered',
      'CustomerNotified',
    ]);
  });

  it('lives through the same with one call: kept as last agreed', async () => {
    const { position } = await story('lixin', 'chiller-2', { called: true });
    expect(await outcomesOf('chiller-2')).toEqual({
      'as-first-promised': 'late',
      'as-last-agreed': 'kept',
      'as-requested': null,
      'as-planned': 'kept',
    });
    expect(await keptOf('lixin', position)).toEqual({ 'as-first-promised': 0, 'as-last-agreed': 1, 'as-planned': 1 });
    const { data } = (await auditor['showHistory']!({ customer: 'lixin', after: position })) as AxiosResponse<unknown>;
    const { steps, commitments } = data as { steps: Shown['steps']; commitments: Shown[] };
    expect(commitments).toMatchObject([{ plan: { due: endOf(4) }, expectation: { due: endOf(4) } }]);
    const moving = steps.filter(({ expectationChanged }) => expectationChanged);
    expect(moving.map(({ type }) => type)).toEqual(['PromiseMade', 'CustomerNotified']);
  });

  it('is told when what it saw is no longer so', async () => {
    const stale = agent['withdrawCommitment']!(
      { commitment: 'chiller-1', 'If-Match': '"0"' },
      { by: 'provider', reason: 'late' },
    );
    await expect(stale).rejects.toMatchObject({ response: { status: 412, data: { code: 'revision-stale' } } });
  });

  it('finds the description where it says, as it is committed', async () => {
    expect((await agent['readDescription']!()).data).toEqual(description);
  });
});
