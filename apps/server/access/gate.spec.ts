import { AccessLog, type Entrance, type Notebook } from '#kept/application';
import { commitmentFrom, instant, type Principal } from '#kept/domain';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { fastify, type FastifyInstance, type FastifyRequest, type InjectOptions } from 'fastify';
import { sendProblem } from '../http/problem.filter.js';
import { Allow } from './allow.js';
import { callerOf, teamsOf } from './caller.js';
import { gate, routesWithRules } from './gate.js';
import { type AccessRule } from './rule.js';

const agent: Principal = { id: 'anna', role: 'agent', teams: ['north'], grants: [] };
const admitted = (principal: Principal): Entrance => ({ entry: 'admitted', session: { principal } });
const rule = (action: AccessRule['action'], team?: AccessRule['team']) => ({
  config: { access: { action, ...(team && { team }) } },
});

/** Whom the doorkeeper of these tests knows, by what they show. */
const KNOWN: Record<string, Entrance> = {
  anna: admitted(agent),
  bob: admitted({ ...agent, id: 'bob', role: 'integration', grants: ['log-commitments'] }),
  ada: admitted({ id: 'ada', role: 'admin', teams: 'all', grants: [] }),
  eva: admitted({ ...agent, id: 'eva', role: 'supervisor' }),
  old: { entry: 'refused', because: 'key-revoked', principal: agent },
};

const isObject = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && !Array.isArray(payload);

describe('the gate', () => {
  let server: FastifyInstance;
  let noted: { who: string; data: object }[];
  let bodies: unknown[];

  beforeEach(() => {
    [noted, bodies] = [[], []];
    const notebook: Pick<Notebook, 'write'> = {
      write: ({ actor, note }) => {
        noted.push({ who: actor.id, data: note.data });
        return Promise.resolve();
      },
    };
    server = fastify();
    server.setErrorHandler((error, request, reply) => void sendProblem(request, reply, error));
    routesWithRules(server);
    gate(server, {
      doorkeeper: {
        enter: (shown) => Promise.resolve(KNOWN[shown ?? ''] ?? { entry: 'refused', because: 'unknown-key' }),
      },
      log: new AccessLog(notebook as Notebook, () => instant(1_000)),
      commitments: {
        get: (id) => {
          const promise = {
            type: 'PromiseMade',
            data: { team: id },
            id: 'e',
            occurredAt: 0,
            recordedAt: 0,
            revision: 0,
          };
          const state = id === 'nobody’s' ? commitmentFrom([]) : { status: 'voided', promise };
          return Promise.resolve({ state } as never);
        },
      },
    });
    const answer = (request: FastifyRequest): unknown => {
      bodies.push(request.body);
      return { by: callerOf(request).principal };
    };
    server.get('/open', rule('public'), () => ({ open: true }));
    server.get('/keys', rule('read-keys'), answer);
    server.post('/promises', rule('log-commitments', 'in-body'), answer);
    server.post('/promises/:commitment/calls', rule('log-commitments', 'of-commitment'), answer);
    server.post('/teams/:team/policies', rule('publish-policies', 'in-path'), answer);
    server.post('/lines', rule('log-commitments', 'in-lines'), answer);
    server.get('/narrowed', rule('read-rates', 'narrowed'), (request) => ({ teams: teamsOf(request) ?? 'all' }));
    server.get('/forgetful', rule('read-rates', 'narrowed'), answer);
    server.get('/own', rule('read-subscriptions', 'own'), answer);
  });
  afterEach(() => server.close());

  async function ask(method: 'GET' | 'POST', url: string, shown?: string, more: InjectOptions = {}) {
    const headers = { ...(shown !== undefined && { authorization: `Bearer ${shown}` }), ...more.headers };
    const answer = await server.inject({ method, url, ...more, headers });
    return { status: answer.statusCode, code: answer.json<{ code?: string }>().code, answer };
  }

  it('lets anybody through to what is public, and asks nobody who they are', async () =>
    expect(await ask('GET', '/open')).toMatchObject({ status: 200 }));

  it('turns away who shows nothing, something unknown or something that is over, and tells none of them which', async () => {
    const answers = await Promise.all([
      ask('GET', '/keys'),
      ask('GET', '/keys', 'stranger'),
      ask('GET', '/keys', 'old'),
      ask('GET', '/keys', undefined, { headers: { authorization: 'Basic YW5uYQ==' } }),
      ask('GET', '/keys', undefined, { headers: { authorization: 'anna' } }),
      ask('GET', '/keys', 'anna and more'),
      ask('GET', '/keys?access_token=ada'),
    ]);
    const told = answers.map(({ answer }) => {
      const { instance: _, ...problem } = answer.json<Record<string, unknown>>();
      return JSON.stringify([answer.statusCode, answer.headers['www-authenticate'], problem]);
    });
    expect(new Set(told).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, code: 'not-authenticated' });
    expect(answers[0].answer.headers['www-authenticate']).toBe('Bearer realm="kept"');
  });

  it('notes who came with what was theirs, and nobody else', async () => {
    await ask('GET', '/keys', 'stranger');
    expect(noted).toEqual([]);
    await ask('GET', '/keys', 'old');
    expect(noted).toEqual([
      { who: 'anna', data: { route: 'GET /keys', because: 'key-revoked', action: 'read-keys', times: 1 } },
    ]);
  });

  it('reads no body of those who may not send it', async () => {
    const broken = { payload: '{{{', headers: { 'content-type': 'application/json' } };
    expect(await ask('POST', '/promises', undefined, broken)).toMatchObject({ status: 401 });
    expect(await ask('POST', '/promises', 'ada', broken)).toMatchObject({ status: 403 });
    expect(await ask('POST', '/promises', 'anna', broken)).toMatchObject({ status: 400 });
  });

  it.each([
    ['a role that never may', 'GET', '/keys', 'anna', 'not-for-role', {}],
    ['a role that never may, for a team it names', 'POST', '/promises', 'ada', 'not-for-role', { team: 'north' }],
    ['a foreign team in the body', 'POST', '/promises', 'anna', 'not-your-team', { team: 'south' }],
    ['a foreign team in the path', 'POST', '/teams/south/policies', 'eva', 'not-your-team', {}],
    ['a foreign commitment', 'POST', '/promises/south/calls', 'anna', 'not-your-team', {}],
    ['a role that may ask for none', 'GET', '/narrowed', 'bob', 'not-for-role', {}],
    ['a role that owns none', 'GET', '/own', 'anna', 'not-for-role', {}],
    ['a role that may send no lines', 'POST', '/lines', 'ada', 'not-for-role', {}],
  ] as const)('refuses %s: %s %s by %s', async (_, method, url, shown, code, payload) => {
    const more = method === 'POST' ? { payload } : {};
    expect(await ask(method, url, shown, more)).toMatchObject({ status: 403, code });
    expect(bodies).toEqual([]);
    expect(noted).toHaveLength(1);
  });

  it.each([
    ['their own team in the body', '/promises', { team: 'north' }],
    ['a commitment of their own team, also a voided one', '/promises/north/calls', {}],
    ['lines, each to be judged by itself', '/lines', {}],
  ])('lets through %s', async (_, url, payload) => {
    expect(await ask('POST', url, 'anna', { payload })).toMatchObject({ status: 200 });
    expect(await ask('POST', url, 'bob', { payload })).toMatchObject({ status: 200 });
    expect(noted).toEqual([]);
  });

  it('lets through their own team in the path', async () =>
    expect(await ask('POST', '/teams/north/policies', 'eva', { payload: {} })).toMatchObject({ status: 200 }));

  it.each([{}, { team: null }, { team: ['north'] }, { team: { name: 'north' } }, ['north'], 'north', null])(
    'refuses %j where a body must name its team',
    async (payload) => {
      const text = { payload: JSON.stringify(payload), headers: { 'content-type': 'application/json' } };
      expect(await ask('POST', '/promises', 'anna', text)).toMatchObject({
        status: 400,
        code: isObject(payload) ? 'value-missing' : 'not-an-object',
      });
      expect(await ask('POST', '/promises', 'anna')).toMatchObject({ status: 400 });
      expect(bodies).toEqual([]);
    },
  );

  it('says of a commitment nobody made that there is none, to those who may ask', async () => {
    const url = `/promises/${encodeURIComponent('nobody’s')}/calls`;
    expect(await ask('POST', url, 'anna', { payload: {} })).toMatchObject({ status: 404, code: 'resource-unknown' });
    expect(await ask('POST', url, 'ada', { payload: {} })).toMatchObject({ status: 403 });
  });

  it('answers nothing that should have been narrowed and was not', async () => {
    expect((await ask('GET', '/narrowed', 'anna')).answer.json()).toEqual({ teams: ['north'] });
    expect(await ask('GET', '/forgetful', 'anna')).toMatchObject({ status: 500, code: 'internal-error' });
    expect(await ask('GET', '/own', 'bob')).toMatchObject({ status: 500, code: 'internal-error' });
  });

  it('is in front of HEAD too', async () => {
    const [without, as] = await Promise.all(
      [{}, { headers: { authorization: 'Bearer ada' } }].map((more) =>
        server.inject({ method: 'HEAD', url: '/keys', ...more }),
      ),
    );
    expect([without!.statusCode, as!.statusCode]).toEqual([401, 200]);
  });

  it('leaves what is not there to be not there', async () =>
    expect(await ask('GET', '/nowhere')).toMatchObject({ status: 404 }));
});

describe('a route without a rule', () => {
  it('stops the start, whoever registers it, and all of them are named', async () => {
    const server = fastify();
    const routes = routesWithRules(server);
    server.get('/v1/known', rule('public'), () => ({}));
    server.get('/v1/forgotten', () => ({}));
    void server.register((plugin, _, done) => {
      plugin.get('/files/*', () => ({}));
      done();
    });
    const failure = await server.ready().then(
      () => '',
      (error: unknown) => (error as Error).message,
    );
    expect(failure.split('\n')).toEqual(
      ['GET /v1/forgotten', 'HEAD /v1/forgotten', 'GET /files/*', 'HEAD /files/*'].map(
        (route) => `${route} has no access rule: say with @Allow who may use it`,
      ),
    );
    expect(routes.map(({ url }) => url)).toEqual(['/v1/known', '/v1/known']);
  });

  it('is shut even where the start went on', async () => {
    const server = fastify();
    server.get('/v1/forgotten', () => ({}));
    gate(server, {} as Parameters<typeof gate>[1]);
    expect((await server.inject('/v1/forgotten')).statusCode).toBe(500);
    await server.close();
  });

  it('stops the start of a whole application', async () => {
    @Controller('v1')
    class Forgetful {
      @Get('remembered')
      @Allow('read-teams')
      remembered() {
        return {};
      }

      @Get('forgotten')
      forgotten() {
        return {};
      }
    }
    @Module({ controllers: [Forgetful] })
    class Application {}
    const adapter = new FastifyAdapter();
    const app = await NestFactory.create(Application, adapter, { logger: false, abortOnError: false });
    const routes = routesWithRules(adapter.getInstance());
    await expect(app.init().then(() => adapter.getInstance<FastifyInstance>().ready())).rejects.toThrow(
      'GET /v1/forgotten has no access rule: say with @Allow who may use it',
    );
    expect(routes.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /v1/remembered', 'HEAD /v1/remembered']);
  });
});
