import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { WALL_CLOCK } from '../clock.js';
import { type Outcome } from '../sending/exchange.js';
import { type Request } from '../sending/sender.js';
import { aKey } from '../testing/memory-endpoints.fixture.js';
import { settled } from '../testing/virtual-clock.fixture.js';
import { World } from '../testing/world.fixture.js';
import { JournalDesk } from './journal-desk.js';

describe('the desk', () => {
  let world: World;
  let desk: JournalDesk;
  let sent: Request[];
  let answers: Outcome;

  beforeEach(async () => {
    world = await World.begin();
    world.open('s');
    sent = [];
    answers = { milliseconds: 3, status: 200, answer: 'pong' };
    desk = new JournalDesk({
      ...{ identity: 'ours', origin: 'kept.example.com', journal: world.store, queries: world.queries },
      ...{
        feed: world.log,
        endpoints: world.endpoints,
        clock: WALL_CLOCK,
      },
      sender: {
        send: (request) => {
          sent.push(request);
          return Promise.resolve(answers);
        },
        forget: () => undefined,
        close: () => Promise.resolve(),
      },
    });
  });
  afterEach(() => world.close());

  it('says where an endpoint stands, also before anything was delivered', async () => {
    world.log.append('ann');
    expect(await desk.status('s')).toEqual({ position: '0', behind: 3, held: 0, dead: 0, breaker: 'closed' });
    world.receivers.behaves.set('s', 500);
    await world.start();
    for (const customer of ['a', 'b', 'c', 'd', 'e', 'f']) world.log.append(customer);
    await world.clock.advance(200);
    const { probesAt, ...status } = await desk.status('s');
    expect(status).toEqual({ position: '21', behind: 0, held: 7, dead: 0, breaker: 'open' });
    expect(Math.abs(probesAt! - world.clock.now() - 30_000)).toBeLessThan(7_000);
  });

  it('knows no endpoint that is not there', async () => {
    await expect(desk.status('nobody')).rejects.toThrow('there is no subscription nobody');
  });

  it('shows attempts and what was given up, as people read them', async () => {
    world.receivers.behaves.set('s', 500);
    await world.start();
    const { id } = world.log.append('ann');
    await world.clock.advance(1_000);
    const { rows } = await desk.attempts('s', { limit: 5 });
    expect(rows).toEqual([
      {
        ...{ subscription: 's', event: id, position: '3', number: 1, at: rows[0]!.at, milliseconds: 1, status: 500 },
        ...{ failure: 'status-500', nextAt: rows[0]!.nextAt },
      },
    ]);
    await world.clock.advance(4.9 * 24 * 3_600_000);
    expect(await desk.dead('s', { limit: 5 })).toMatchObject({
      rows: [{ event: id, position: '3', type: 'BreachDeclared', lane: 'customer-ann', attempts: 10 }],
    });
    expect(await desk.count('s', { of: 'failed', since: 0 as never })).toBe(1);
    expect(await desk.count('s', { of: 'failed', since: world.clock.now() })).toBe(0);
  });

  it('counts what a replay would make, without making it', async () => {
    const entries = Array.from({ length: 2_500 }, () => world.log.append('ann'));
    const place = String(entries[9]!.position);
    expect(await desk.count('s', { of: 'everything', after: place })).toBe(2_490);
    expect(await desk.count('s', { of: 'everything', after: '99999' })).toBe(0);
    expect(await desk.count('s', { of: 'one', event: entries[9]!.id, position: place })).toBe(1);
    expect(await desk.count('s', { of: 'one', event: entries[8]!.id, position: place })).toBe(0);
    await settled();
    expect(world.receivers.journal).toEqual([]);
  });

  it('sends a ping that is signed as every delivery is', async () => {
    const endpoint = { ...world.endpoints.known.get('s')!, keys: [aKey('k')] };
    expect(await desk.ping(endpoint)).toMatchObject({ number: 1, milliseconds: 3, status: 200, answer: 'pong' });
    const [{ headers, body, method, url }] = sent as [Request];
    expect([method, url]).toEqual(['POST', endpoint.url]);
    const secret = Buffer.from(endpoint.keys[0]!.secret).toString('base64');
    expect(new Webhook(secret).verify(body!, { ...headers })).toMatchObject({
      specversion: '1.0',
      id: headers['webhook-id'],
      source: 'urn:kept:ledger:ours',
      type: 'kept.Ping',
    });
  });

  it.each([
    [
      200,
      { 'webhook-allowed-origin': 'kept.example.com', 'webhook-allowed-rate': '120' },
      { allowed: true, rate: '120' },
    ],
    [204, { 'webhook-allowed-origin': '*' }, { allowed: true }],
    [200, { 'webhook-allowed-origin': 'elsewhere.example.com' }, { allowed: false }],
    [200, {}, { allowed: false }],
    [405, { 'webhook-allowed-origin': '*' }, { allowed: false, failure: 'status-405' }],
  ])('asks whether deliveries are welcome: %i %j', async (status, headers, expected) => {
    const failure = status === 405 ? { failure: 'status-405' } : {};
    answers = { milliseconds: 1, status, headers, ...failure };
    expect(await desk.handshake(world.endpoints.known.get('s')!)).toEqual({ status, ...expected });
    expect(sent).toMatchObject([{ method: 'OPTIONS', headers: { 'webhook-request-origin': 'kept.example.com' } }]);
    expect(sent[0]).not.toHaveProperty('body');
  });
});
