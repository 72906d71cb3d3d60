import { type AccessLog, type Commitments, type Doorkeeper } from '#kept/application';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, type RouteOptions } from 'fastify';
import { identifier } from '#kept/domain';
import { FieldsRefused } from '../http/body-validation.js';
import { refusalOf } from '../http/fields.js';
import { mustBeObject } from '../http/must-be-object.js';
import { RequestRefused, refuseRequest } from '../http/request-refused.js';
import { Caller, callerOf, noteRefusal, setCaller } from './caller.js';
import { type AccessRule, problemOf, RouteWithoutRule } from './rule.js';

/** What the gate asks about a request. */
export interface GateParts {
  doorkeeper: Pick<Doorkeeper, 'enter'>;
  log: AccessLog;
  commitments: Pick<Commitments, 'get'>;
}

/** A route that Fastify serves. */
export interface GatedRoute {
  method: string;
  url: string;
  rule: AccessRule;
}

/**
 * Looks at every route there is, whoever registers it; call it before any is registered. Where one does not say who may
 * use it the server does not become ready: the start fails with `RouteWithoutRule`, which names all of them.
 *
 * @returns the routes, growing as they are registered
 */
export function routesWithRules(fastify: FastifyInstance): readonly GatedRoute[] {
  const routes: GatedRoute[] = [];
  const problems: string[] = [];
  fastify.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      const rule = ruleOf(route, method);
      const problem = problemOf(rule);
      if (problem !== undefined) problems.push(`${method} ${route.url} ${problem}`);
      if (rule) {
        route.config = { ...route.config, access: rule };
        routes.push({ method, url: route.url, rule });
      }
    }
  });
  // Not when it is registered: some plugins would take the whole process down with them, and only one would be named.
  // eslint-disable-next-line @typescript-eslint/require-await
  fastify.addHook('onReady', async () => {
    if (problems.length > 0) throw new RouteWithoutRule(problems);
  });
  return routes;
}

/**
 * Puts the gate in front of every route. Who is asking, and whether their role ever may, is settled before a byte of the
 * body is read. Call it after what puts headers on every answer: those who are turned away get them too.
 */
export function gate(fastify: FastifyInstance, parts: GateParts): void {
  fastify.addHook('onRequest', async (request, reply) => {
    try {
      await atTheDoor(request, parts);
    } catch (error) {
      // What they are still sending is not waited for.
      if (!request.raw.complete) void reply.header('connection', 'close');
      throw error;
    }
  });
  // No promises for what takes none: these are asked of every request.
  fastify.addHook('preHandler', (request, _reply, done) => done(thrownBy(() => judgeBody(request))));
  fastify.addHook('onSend', (request, reply, payload, done: (error: Error | null, payload: unknown) => void) =>
    done(thrownBy(() => mustBeNarrowed(request, reply)) ?? null, payload),
  );
}

function thrownBy(check: () => void): Error | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** Browsers ask what they may ask; the plugin that answers them has no way to say that anybody may. */
function ruleOf({ url, config }: RouteOptions, method: string): AccessRule | undefined {
  return config?.access ?? (method === 'OPTIONS' && url === '*' ? { action: 'public' } : undefined);
}

async function atTheDoor(request: FastifyRequest, parts: GateParts): Promise<void> {
  // There is nothing there, for anybody.
  if (request.is404) return;
  const { action, team: place } = ruleAt(request);
  if (action === 'public') return;
  const route = routeOf(request);
  const entrance = await parts.doorkeeper.enter(bearerIn(request.headers.authorization));
  if (entrance.entry === 'refused') {
    if ('principal' in entrance)
      noteRefusal(parts.log, entrance.principal, { route, because: entrance.because, action });
    // One answer to all: who guesses is not told how near they are (RFC 6750 §3).
    return refuseRequest('not-authenticated', {}, { 'www-authenticate': 'Bearer realm="kept"' });
  }
  const caller = new Caller(entrance.session, action, route, parts.log);
  setCaller(request, caller);
  caller.mustMayAsk(action);
  const { team, commitment } = request.params as { team?: string; commitment?: string };
  if (place === 'in-path') caller.mustMay(action, { teams: team === undefined ? [] : [team] });
  if (place === 'of-commitment') caller.mustMay(action, { teams: [await teamOf(commitment ?? '', parts)] });
}

/** The rest is known when the body is. */
function judgeBody(request: FastifyRequest): void {
  if (request.is404) return;
  const { action, team: place } = ruleAt(request);
  if (action === 'public' || place !== 'in-body') return;
  mustBeObject(request.body);
  const { team } = request.body as { team: string };
  const refusal = refusalOf(identifier, team as never, 'team');
  if (refusal) throw new FieldsRefused([{ path: ['team'], code: refusal.code, parameters: refusal.parameters }]);
  callerOf(request).mustMay(action, { teams: [team] });
}

/** An answer that should have been narrowed, and was not, goes to nobody. */
function mustBeNarrowed(request: FastifyRequest, reply: FastifyReply): void {
  if (request.is404 || reply.statusCode >= 400) return;
  const { team: place } = ruleAt(request);
  if ((place === 'narrowed' || place === 'own') && !callerOf(request).wasJudged)
    throw new Error(`${routeOf(request)} says that its answer is narrowed, and nobody asked to what`);
}

function ruleAt(request: FastifyRequest): AccessRule {
  const { access } = request.routeOptions.config;
  if (!access) throw new RouteWithoutRule([routeOf(request)]);
  return access;
}

function routeOf({ method, routeOptions }: FastifyRequest): string {
  return `${method} ${routeOptions.url ?? ''}`;
}

/** Of a commitment that nobody made: 404, whoever asks. @throws RequestRefused */
export async function teamOf(commitment: string, { commitments }: Pick<GateParts, 'commitments'>): Promise<string> {
  const { state } = await commitments.get(commitment);
  if (state.status === 'unmade') throw new RequestRefused('resource-unknown', { kind: 'commitment', id: commitment });
  return state.promise.data.team;
}

const BEARER = /^bearer +([^\s]+) *$/i;

function bearerIn(header: string | undefined): string | undefined {
  return header === undefined ? undefined : BEARER.exec(header)?.[1];
}
