import { randomUUID } from 'node:crypto';
import { type TestServer } from '../../../test/support/server.js';
import { SUBSCRIPTION_ROWS } from '../subscriptions/subscriptions-matrix.fixture.js';
import { type Asker, ASKERS, type Row } from './matrix-row.fixture.js';

export * from './matrix-row.fixture.js';

export const LOGGING: readonly Asker[] = ['agent', 'supervisor', 'supervisor who may forget', 'integration that logs'];
const SUPERVISORS: readonly Asker[] = ['supervisor', 'supervisor who may forget'];
const HEARING: readonly Asker[] = [
  'auditor',
  'integration',
  'integration that logs',
  'integration that reads personal data',
];
const READING: readonly Asker[] = ['agent', ...SUPERVISORS, 'auditor'];

const DUE = { due: '2099-01-01T12:00:00Z', timeZone: 'UTC' };
const seen = { 'if-match': '*' };
const ndjson = { 'content-type': 'application/x-ndjson' };

const EDITION = {
  ...{ timeZone: 'UTC', weekly: { mon: [{ opens: '09:00', closes: '18:00' }] }, special: {} },
  ...{ validFrom: '2026-01-01', validTo: '2026-12-31', source: 'us' },
};

const promise = (team: string) => ({ team, customer: 'acme', kind: 'repair', promised: DUE });

/** A request that records something on a commitment of the team. */
function onCommitment(part: string, body: object, may = LOGGING): Row {
  return {
    may,
    foreign: 'refused',
    answers: 201,
    request: async ({ commitment }) => ({
      path: `/v1/commitments/${(await commitment()).id}/${part}`,
      body,
      headers: seen,
    }),
  };
}

function read(path: string, may: readonly Asker[], tells?: Row['tells']): Row {
  return { may, answers: 200, request: () => ({ path }), ...(tells && { tells }) };
}

/** Of a policy that nobody has published: who may is told so. */
const reapplying = (what: string): Row => ({
  may: SUPERVISORS,
  foreign: 'refused',
  answers: 404,
  request: ({ team }) => ({ path: `/v1/teams/${team}/policies/none/${what}` }),
});

const EVERYBODY = ASKERS;
const teamsInRows = ({ rows }: { rows: { team: string }[] }): string[] => rows.map(({ team }) => team);
const teamsInCsv = (csv: string): string[] => {
  const [head, ...lines] = csv
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  return lines.map((line) => line[head!.indexOf('team')]!);
};

/**
 * Who may use which route, written out by hand: the rules of the code are judged by it, and must not be asked. A route
 * that does not stand here fails the test. `public` ones are open to everybody and to strangers.
 */
export const MATRIX: Readonly<Record<string, Row | 'public'>> = {
  'GET /livez': 'public',
  'GET /readyz': 'public',
  'GET /v1/openapi.json': 'public',
  'GET /v1/asyncapi.json': 'public',
  'GET /v1/event-schemas': 'public',
  'GET /v1/event-schemas/:eventType': 'public',

  'POST /v1/commitments': {
    may: LOGGING,
    foreign: 'refused',
    answers: 201,
    request: ({ team }) => ({ path: '/v1/commitments', body: promise(team) }),
  },
  'POST /v1/commitments/check': {
    may: LOGGING,
    foreign: 'refused',
    answers: 200,
    request: ({ team }) => ({ path: '/v1/commitments/check', body: promise(team) }),
  },
  'GET /v1/commitments': read('/v1/commitments', READING, teamsInRows),
  'GET /v1/commitments/:commitment': {
    may: READING,
    foreign: 'refused',
    answers: 200,
    request: async ({ commitment }) => ({ path: `/v1/commitments/${(await commitment()).id}` }),
  },
  'GET /v1/commitments/:commitment/deadlines': {
    may: READING,
    foreign: 'refused',
    answers: 200,
    request: async ({ commitment }) => ({ path: `/v1/commitments/${(await commitment()).id}/deadlines` }),
  },
  'GET /v1/commitments/:commitment/entries/:entry': {
    may: READING,
    foreign: 'refused',
    answers: 200,
    request: async ({ commitment }) => {
      const { id, entry } = await commitment();
      return { path: `/v1/commitments/${id}/entries/${entry}` };
    },
  },
  'POST /v1/commitments/:commitment/notifications': onCommitment('notifications', {
    ...{ purpose: 'progress', channel: 'phone', reached: true },
  }),
  'POST /v1/commitments/:commitment/reschedules': onCommitment('reschedules', {
    ...{ to: { ...DUE, due: '2099-01-02T12:00:00Z' }, reason: 'emergency', initiator: 'provider' },
  }),
  'POST /v1/commitments/:commitment/fulfilment': onCommitment('fulfilment', {}),
  'POST /v1/commitments/:commitment/withdrawal': onCommitment('withdrawal', { by: 'provider', reason: 'no-parts' }),
  'POST /v1/commitments/:commitment/follow-up-calls': onCommitment('follow-up-calls', { reached: false }),
  'POST /v1/commitments/:commitment/complaints': onCommitment('complaints', { complaint: 'c-1', need: 'respect' }),
  'POST /v1/commitments/:commitment/complaints/:complaint/answer': {
    ...onCommitment('complaints/none/answer', {}),
    // Nobody has raised it: who may answer complaints is told so.
    answers: 422,
  },
  'POST /v1/commitments/:commitment/pauses': onCommitment('pauses', { reason: 'waiting-for-the-customer' }),
  'POST /v1/commitments/:commitment/resumptions': {
    ...onCommitment('resumptions', { reason: 'access-given' }),
    // Its clock runs: who may let it go on is told so.
    answers: 409,
  },
  'POST /v1/commitments/:commitment/voids': {
    may: ['agent', ...SUPERVISORS],
    foreign: 'refused',
    answers: 201,
    request: async ({ commitment }) => {
      const { id, entry } = await commitment();
      return { path: `/v1/commitments/${id}/voids`, body: { entry, reason: 'mistaken' }, headers: seen };
    },
  },

  'GET /v1/obligations': read('/v1/obligations', READING, teamsInRows),
  'GET /v1/breaches': read('/v1/breaches', READING, teamsInRows),

  'POST /v1/customers': {
    may: LOGGING,
    answers: 201,
    request: () => ({ path: '/v1/customers', body: { customer: randomUUID() } }),
  },
  'GET /v1/customers': read('/v1/customers', READING),
  'GET /v1/customers/:customer': read('/v1/customers/acme', READING),
  'GET /v1/customers/:customer/history': read(
    '/v1/customers/acme/history',
    READING,
    ({ commitments }: { commitments: { team: string }[] }) => commitments.map(({ team }) => team),
  ),
  'POST /v1/customers/:customer/expectations': {
    may: LOGGING,
    answers: 201,
    request: () => ({
      path: '/v1/customers/acme/expectations',
      body: {
        ...{ expectation: randomUUID(), dimension: 'quality', level: { desired: 5 } },
        ...{ clarity: 'explicit', source: 'experience' },
      },
    }),
  },
  'POST /v1/customers/:customer/expectations/:expectation/corrections': {
    may: LOGGING,
    // Nobody has stated it: who may correct expectations is told so.
    answers: 422,
    request: () => ({
      path: '/v1/customers/acme/expectations/none/corrections',
      body: { level: { desired: 4 }, clarity: 'explicit', reason: 'asked' },
    }),
  },
  'POST /v1/customers/:customer/satisfaction-reports': {
    may: LOGGING,
    answers: 201,
    request: () => ({ path: '/v1/customers/acme/satisfaction-reports', body: { measure: 'csat', score: 4 } }),
  },

  'POST /v1/teams': {
    may: ['admin'],
    answers: 201,
    request: () => ({ path: '/v1/teams', body: { team: randomUUID(), name: 'Another', timeZone: 'UTC' } }),
  },
  'GET /v1/teams': read('/v1/teams', EVERYBODY),
  'GET /v1/teams/:team': read('/v1/teams/north', EVERYBODY),
  'POST /v1/teams/:team/policies': {
    may: SUPERVISORS,
    foreign: 'refused',
    answers: 201,
    request: ({ team }) => ({ path: `/v1/teams/${team}/policies`, body: { version: randomUUID(), rules: {} } }),
  },
  'POST /v1/teams/:team/policies/:version/preview': reapplying('preview'),
  'POST /v1/teams/:team/policies/:version/reapply': reapplying('reapply'),
  'POST /v1/teams/:team/calendars': {
    may: SUPERVISORS,
    foreign: 'refused',
    answers: 201,
    request: ({ team }) => ({
      path: `/v1/teams/${team}/calendars`,
      body: { version: randomUUID(), edition: EDITION },
    }),
  },

  'GET /v1/feed': read('/v1/feed?types=PromiseMade', HEARING, (events: { team: string }[]) =>
    events.map(({ team }) => team),
  ),
  'GET /v1/stream': read('/v1/stream', HEARING),
  'GET /v1/search': read('/v1/search?text=Region', READING, ({ teams }: { teams: { team: string }[] }) =>
    teams.map(({ team }) => team),
  ),
  'GET /v1/rates': read('/v1/rates?by=team', READING, ({ rows }: { rows: { slice: { team: string } }[] }) =>
    rows.map(({ slice }) => slice.team),
  ),
  'GET /v1/obligation-rates': read(
    '/v1/obligation-rates?by=team',
    READING,
    ({ rows }: { rows: { slice: { team: string } }[] }) => rows.map(({ slice }) => slice.team),
  ),
  'GET /v1/exports/commitments': read('/v1/exports/commitments', [...SUPERVISORS, 'auditor'], teamsInCsv),
  'GET /v1/exports/rates': read('/v1/exports/rates?by=team&basis=first', [...SUPERVISORS, 'auditor']),

  'POST /v1/intakes': {
    may: [...SUPERVISORS, 'integration that logs'],
    answers: 200,
    request: ({ team }) => ({
      path: '/v1/intakes',
      body: `${JSON.stringify({ id: randomUUID(), command: 'make-promise', body: promise(team) })}\n`,
      headers: ndjson,
    }),
  },
  'GET /v1/intakes/:intake': {
    may: [...SUPERVISORS, 'integration that logs'],
    // It is somebody else’s, or nobody’s: there is no telling.
    answers: 404,
    request: () => ({ path: `/v1/intakes/${randomUUID()}` }),
  },

  ...SUBSCRIPTION_ROWS,

  'POST /v1/keys': {
    may: ['admin'],
    answers: 201,
    request: () => ({ path: '/v1/keys', body: { principal: `new.${randomUUID()}`, role: 'auditor' } }),
  },
  'GET /v1/keys': read('/v1/keys', ['auditor', 'admin']),
  'POST /v1/keys/:key/rotation': {
    may: ['admin'],
    answers: 201,
    request: async ({ key }) => ({ path: `/v1/keys/${await key()}/rotation`, body: {} }),
  },
  'DELETE /v1/keys/:key': {
    may: ['admin'],
    answers: 204,
    request: async ({ key }) => ({ path: `/v1/keys/${await key()}` }),
  },
  'GET /v1/caller': read('/v1/caller', EVERYBODY),
  'GET /v1/access-log/:principal': read('/v1/access-log/admin', ['auditor', 'admin']),
};

/** A commitment of a team, and the id of its promise. */
export async function newCommitment(server: TestServer, team: string): Promise<{ id: string; entry: string }> {
  const { status, body } = await server.post<{ id: string; entries: string[] }>('/v1/commitments', promise(team));
  if (status !== 201) throw new Error(`no commitment was made: ${JSON.stringify(body)}`);
  return { id: body.id, entry: body.entries[0]! };
}
