import { waitFor } from '#kept/read-model';
import { type Progress, type Workspace } from '#kept/workspace';
import { type FastifyInstance } from 'fastify';
import { type Config } from '../config/config.js';
import { routeOf } from '../observation/answered.js';
import { positionOf } from './asked.js';
import { POSITION } from './query-fields.js';
import { refuseRequest } from './request-refused.js';

interface AfterParts {
  config: Pick<Config, 'readWait'>;
  workspace: Pick<Workspace, 'store' | 'readModel'>;
  progress: Pick<Progress, 'hurry'>;
}

/** What comes after a cursor is read from the log itself. */
const OF_CURSORS: ReadonlySet<string> = new Set(['/v1/feed', '/v1/stream']);

/**
 * Lets a question that names a position wait, for a while, until the answers have come to it. A hook of Fastify, like
 * everything that concerns every request: an interceptor of Nest costs each of them a chain of observables.
 */
export function waitForPositions(fastify: FastifyInstance, parts: AfterParts): void {
  fastify.addHook('preHandler', (request, _reply, done) => {
    const { after } = request.query as { after?: unknown };
    // What is no position is refused with the other fields of the query.
    if (request.is404 || OF_CURSORS.has(routeOf(request)) || typeof after !== 'string' || !POSITION.test(after)) done();
    else reached(after, parts).then(() => done(), done);
  });
}

async function reached(after: string, { config, workspace, progress }: AfterParts): Promise<void> {
  const { store, readModel } = workspace;
  const position = positionOf(after);
  const head = await store.head();
  // What the log has not come to, nobody has written; it may have been restored to an earlier state.
  if (position <= head) progress.hurry(position);
  if (position <= head && (await waitFor(readModel, position, { timeout: config.readWait }))) return;
  refuseRequest('position-not-reached', { position: after, head: String(head) }, { 'retry-after': '1' });
}
