import { type Asker, INTEGRATIONS, type Request, type Row } from '../access/matrix-row.fixture.js';

const SUBSCRIBED: readonly Asker[] = [...INTEGRATIONS, 'auditor', 'admin'];
const STOPPING: readonly Asker[] = [...INTEGRATIONS, 'admin'];

/** A request about a subscription of the asker’s own. */
function onSubscription(
  may: readonly Asker[],
  answers: number,
  request: (path: string, signingKey: string) => Request,
): Row {
  return {
    may,
    answers,
    request: async ({ subscription }) => {
      const { id, signingKey } = await subscription();
      return request(`/v1/subscriptions/${id}`, signingKey);
    },
  };
}

/** Who may use which route of subscriptions, written out by hand. */
export const SUBSCRIPTION_ROWS: Readonly<Record<string, Row>> = {
  'POST /v1/subscriptions': {
    may: INTEGRATIONS,
    answers: 201,
    request: () => ({ path: '/v1/subscriptions', body: { url: 'https://crm.example/hooks' } }),
  },
  'GET /v1/subscriptions': { may: SUBSCRIBED, answers: 200, request: () => ({ path: '/v1/subscriptions' }) },
  'GET /v1/subscriptions/:subscription': onSubscription(SUBSCRIBED, 200, (path) => ({ path })),
  'PATCH /v1/subscriptions/:subscription': onSubscription(INTEGRATIONS, 200, (path) => ({
    ...{ path, body: { content: 'full' } },
  })),
  'DELETE /v1/subscriptions/:subscription': onSubscription(STOPPING, 204, (path) => ({ path })),
  'POST /v1/subscriptions/:subscription/pauses': onSubscription(STOPPING, 201, (path) => ({
    ...{ path: `${path}/pauses`, body: {} },
  })),
  'POST /v1/subscriptions/:subscription/resumptions': onSubscription(STOPPING, 200, (path) => ({
    // It was not paused.
    ...{ path: `${path}/resumptions`, body: {} },
  })),
  'POST /v1/subscriptions/:subscription/keys': onSubscription(INTEGRATIONS, 201, (path) => ({
    ...{ path: `${path}/keys`, body: { algorithm: 'ed25519' } },
  })),
  'POST /v1/subscriptions/:subscription/keys/:signingKey/rotation': onSubscription(INTEGRATIONS, 201, (path, key) => ({
    ...{ path: `${path}/keys/${key}/rotation`, body: {} },
  })),
  'DELETE /v1/subscriptions/:subscription/keys/:signingKey': onSubscription(INTEGRATIONS, 409, (path, key) => ({
    // The only one: who may revoke keys is told so.
    path: `${path}/keys/${key}`,
  })),
  'POST /v1/subscriptions/:subscription/replays': onSubscription(INTEGRATIONS, 201, (path) => ({
    ...{ path: `${path}/replays`, body: { of: 'everything', after: '0' } },
  })),
  'POST /v1/subscriptions/:subscription/ping': onSubscription(INTEGRATIONS, 200, (path) => ({ path: `${path}/ping` })),
  'POST /v1/subscriptions/:subscription/handshake': onSubscription(INTEGRATIONS, 200, (path) => ({
    path: `${path}/handshake`,
  })),
  'GET /v1/subscriptions/:subscription/attempts': onSubscription(SUBSCRIBED, 200, (path) => ({
    path: `${path}/attempts`,
  })),
  'GET /v1/subscriptions/:subscription/dead-letters': onSubscription(SUBSCRIBED, 200, (path) => ({
    path: `${path}/dead-letters`,
  })),
};
