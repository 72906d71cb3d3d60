import { type Scope } from '#kept/domain';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asCrm, byAdmin, later, NOW } from '../access/testing/access.fixture.js';
import { type SecretsKeyProblem } from './secrets-key.js';
import { COURIER, SubscribedEndpoints } from './subscribed-endpoints.js';
import {
  byCrm,
  HOOKS,
  newSecretsKey,
  ofCrm,
  openSubscriptions,
  type SubscriptionsFixture,
} from './testing/subscriptions.fixture.js';

describe('endpoints', () => {
  let fixture: SubscriptionsFixture;
  let endpoints: SubscribedEndpoints;
  let now = NOW;
  beforeEach(() => {
    now = NOW;
    fixture = openSubscriptions();
    const { store, keys, subscriptions } = fixture;
    endpoints = new SubscribedEndpoints({ store, keys, subscriptions, now: () => now });
  });
  afterEach(() => fixture.close());

  const admitted = (teams: Scope['teams'] = ['north']) => fixture.keys.issue({ ...asCrm, teams }, byAdmin());
  const opened = async (more: Partial<typeof ofCrm> = {}) => fixture.subscriptions.open({ ...ofCrm, ...more }, byCrm());

  it('are what the streams say, with their secrets and whole addresses', async () => {
    await admitted();
    const { subscription, key } = await opened({ url: `${HOOKS}?token=1` });
    const [endpoint] = await endpoints.all();
    expect(endpoint).toEqual({
      ...{ subscription, owner: 'crm', teams: ['north'], url: `${HOOKS}?token=1`, content: 'thin' },
      ...{ filter: { types: ['BreachDeclared'] }, replays: [], state: 'active' },
      keys: [{ id: key.id, algorithm: 'hmac-sha256', secret: expect.any(Uint8Array) as unknown }],
      openedAt: expect.any(BigInt) as unknown,
    });
    expect(`whsec_${Buffer.from(endpoint!.keys[0]!.secret).toString('base64')}`).toBe(key.secret);
    for await (const page of fixture.store.readAll({
      after: (endpoint!.openedAt - 1n) as never,
      through: endpoint!.openedAt,
    }))
      expect(page).toMatchObject([{ stream: `subscription-${subscription}`, type: 'SubscriptionOpened' }]);
  });

  it('sign with the keys that sign now, and each is opened once', async () => {
    await admitted();
    const { subscription, key } = await opened();
    const next = await fixture.subscriptions.rotateKey(subscription, key.id, undefined, byCrm());
    const keysOf = async () => (await endpoints.one(subscription))!.keys;
    const [first, second] = await keysOf();
    expect([first, second]).toMatchObject([{ id: key.id, retiresAt: later(86_400_000) }, { id: next.id }]);
    expect((await keysOf())[0]).toBe(first);
    now = later(86_400_000);
    expect((await keysOf()).map(({ id }) => id)).toEqual([next.id]);
  });

  it('that have ended stand there without their secrets; those that nobody opened do not', async () => {
    await admitted();
    const { subscription } = await opened({ url: `${HOOKS}?token=1` });
    await fixture.subscriptions.end(subscription, undefined, byCrm());
    expect(await endpoints.one(subscription)).toMatchObject({ state: 'ended', keys: [], url: HOOKS });
    expect(await endpoints.one('nobody’s')).toBeUndefined();
  });

  describe('of an owner', () => {
    const stateOf = async (subscription: string) => (await endpoints.one(subscription))!.state;

    it('whose last key is revoked are delivered nothing, until there is another', async () => {
      const { key } = await admitted();
      const { subscription } = await opened();
      expect(await stateOf(subscription)).toBe('active');
      await fixture.keys.revoke(key, 'left', byAdmin());
      expect(await stateOf(subscription)).toBe('paused');
      expect((await endpoints.all())[0]!.state).toBe('paused');
      await admitted();
      expect(await stateOf(subscription)).toBe('active');
    });

    it('whose last key expires are delivered nothing from then on', async () => {
      await fixture.keys.issue({ ...asCrm, expiresAt: later(10) }, byAdmin());
      const { subscription } = await opened();
      now = later(9);
      expect(await stateOf(subscription)).toBe('active');
      now = later(10);
      expect(await stateOf(subscription)).toBe('paused');
    });

    it('whose keys may no longer read the feed are delivered nothing', async () => {
      await fixture.keys.issue({ ...asCrm, role: 'agent' }, byAdmin());
      const { subscription } = await opened();
      expect(await stateOf(subscription)).toBe('paused');
    });

    it('who has a key among several that are gone go on', async () => {
      const { key } = await admitted();
      await fixture.keys.rotate(key, undefined, byAdmin());
      await fixture.keys.revoke(key, undefined, byAdmin());
      expect(await stateOf((await opened()).subscription)).toBe('active');
    });

    it('whom an identity provider vouches for go on: they never had keys', async () => {
      const { subscription } = await opened({ owner: 'oidc.crm' });
      expect(await endpoints.one(subscription)).toMatchObject({ state: 'active', teams: ['north'] });
    });

    it('that were disabled stay so when the owner is locked out', async () => {
      const { subscription } = await opened();
      await endpoints.report(subscription, { is: 'disabled', because: 'gone' });
      expect(await stateOf(subscription)).toBe('disabled');
    });

    it.each<[opened: Scope['teams'], keys: Scope['teams'][], told: Scope['teams'] | 'nothing']>([
      ['all', ['all'], 'all'],
      ['all', [['north', 'south']], ['north', 'south']],
      [['north', 'south'], ['all'], ['north', 'south']],
      [['north', 'south'], [['south', 'west']], ['south']],
      [
        ['north', 'south'],
        [['south'], ['north']],
        ['north', 'south'],
      ],
      [['north'], [['west']], 'nothing'],
    ])('opened for %j, with keys for %j, hear of %j', async (teams, keys, told) => {
      for (const each of keys) await admitted(each);
      const { subscription } = await opened({ teams, filter: {} });
      const endpoint = await endpoints.one(subscription);
      if (told === 'nothing') expect(endpoint).toMatchObject({ state: 'paused' });
      else expect(endpoint).toMatchObject({ state: 'active', teams: told });
    });
  });

  it('are said to be failing, recovered and disabled once, by the courier', async () => {
    await admitted();
    const { subscription } = await opened();
    const failing = { is: 'failing', since: NOW, disablesAt: later(1_000) } as const;
    for (let time = 0; time < 2; time += 1) await endpoints.report(subscription, failing);
    expect(await endpoints.one(subscription)).toMatchObject({ failing: { since: NOW, disablesAt: later(1_000) } });
    for (let time = 0; time < 2; time += 1) await endpoints.report(subscription, { is: 'recovered' });
    expect(await endpoints.one(subscription)).not.toHaveProperty('failing');
    for (let time = 0; time < 2; time += 1)
      await endpoints.report(subscription, { is: 'disabled', because: 'failing' });
    expect((await endpoints.one(subscription))!.state).toBe('disabled');
    const told = (await fixture.entriesOf(subscription)).map(({ type }) => type).slice(2);
    expect(told).toEqual(['SubscriptionFailing', 'SubscriptionRecovered', 'SubscriptionDisabled']);
    for await (const page of fixture.store.readStream(`subscription-${subscription}`, { from: 2n }))
      for (const { metadata } of page) expect(metadata.actor).toEqual(COURIER);
  });

  it('whose secrets cannot be opened keep no others waiting', async () => {
    await admitted();
    const { subscription } = await opened();
    const strange = fixture.elsewhere(newSecretsKey());
    const { subscription: other } = await strange.open(ofCrm, byCrm());
    const problems: [string, SecretsKeyProblem][] = [];
    const { store, keys, subscriptions } = fixture;
    const sealed = (...problem: [string, SecretsKeyProblem]) => void problems.push(problem);
    const told = await new SubscribedEndpoints({ store, keys, subscriptions, now: () => now, sealed }).all();
    expect(told.map(({ subscription: id, state, keys: { length } }) => [id, state, length])).toEqual([
      [subscription, 'active', 1],
      [other, 'paused', 0],
    ]);
    expect(problems).toMatchObject([[other, { problem: 'wrong' }]]);
  });
});
