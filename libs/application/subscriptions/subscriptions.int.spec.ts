import { duration, instant, type Replay } from '#kept/domain';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPublicKey, verify } from 'node:crypto';
import { later, NOW } from '../access/testing/access.fixture.js';
import { CommandIdReused } from '../ledger/index.js';
import { type Subscriptions } from './subscriptions.js';
import {
  byCrm,
  everythingWritten,
  HOOKS,
  newSecretsKey,
  ofCrm,
  openSubscriptions,
  type SubscriptionsFixture,
} from './testing/subscriptions.fixture.js';

describe('subscriptions', () => {
  let fixture: SubscriptionsFixture;
  let subscriptions: Subscriptions;
  beforeEach(() => {
    fixture = openSubscriptions();
    ({ subscriptions } = fixture);
  });
  afterEach(() => fixture.close());

  it('are opened with a secret that is shown, and stands nowhere in the ledger', async () => {
    const { subscription, key } = await subscriptions.open(ofCrm, byCrm());
    expect(key).toEqual({
      id: expect.stringMatching(/^[a-z2-7]{8}$/) as unknown,
      algorithm: 'hmac-sha256',
      isRepeated: false,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) as unknown,
    });
    expect(await everythingWritten(fixture.store)).not.toContain(key.secret!.slice('whsec_'.length));
    const known = await subscriptions.known(subscription);
    const bytes = fixture.elsewhere().secretOf(subscription, known.keys.get(key.id)!);
    expect(`whsec_${bytes.toString('base64')}`).toBe(key.secret);
  });

  it('are opened with a pair of keys, of which one half is shown and the other is not', async () => {
    const { subscription, key } = await subscriptions.open({ ...ofCrm, algorithm: 'ed25519' }, byCrm());
    expect(key).toEqual({
      id: key.id,
      algorithm: 'ed25519',
      isRepeated: false,
      publicKey: expect.stringMatching(/^whpk_[A-Za-z0-9+/]{43}=$/) as unknown,
    });
    const seed = subscriptions.secretOf(subscription, (await subscriptions.known(subscription)).keys.get(key.id)!);
    expect(seed).toHaveLength(32);
    // The halves belong together: what one has signed the other verifies.
    const { sign, createPrivateKey } = await import('node:crypto');
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    const signature = sign(null, Buffer.from('hello'), createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
    const x = Buffer.from(key.publicKey!.slice('whpk_'.length), 'base64').toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    expect(verify(null, Buffer.from('hello'), publicKey, signature)).toBe(true);
  });

  it('keep the query of an address to themselves', async () => {
    const { subscription } = await subscriptions.open({ ...ofCrm, url: `${HOOKS}?token=t0ps3cret` }, byCrm());
    expect(await everythingWritten(fixture.store)).not.toContain('t0ps3cret');
    const shown = await subscriptions.get(subscription, NOW);
    expect(shown).toMatchObject({ url: HOOKS, hasQuery: true });
    expect(JSON.stringify(shown)).not.toMatch(/t0ps3cret|sealed/);
    const elsewhere = fixture.elsewhere();
    const known = await elsewhere.known(subscription);
    expect(elsewhere.addressOf(subscription, known)).toBe(`${HOOKS}?token=t0ps3cret`);
  });

  it('leave no hash of a query in the ledger on which guesses could be tried', async () => {
    const metadata = byCrm({ fingerprint: 'a plain hash of the request' });
    const { subscription } = await subscriptions.open({ ...ofCrm, url: `${HOOKS}?token=0000` }, metadata);
    for await (const page of fixture.store.readStream(`subscription-${subscription}`))
      for (const { metadata: written } of page) expect(written.commandFingerprint).not.toBe(metadata.fingerprint);
    // And it is known again all the same.
    expect((await subscriptions.open({ ...ofCrm, url: `${HOOKS}?token=0000` }, metadata)).subscription).toBe(
      subscription,
    );
  });

  it('are not opened towards what can be seen not to be public', async () => {
    await expect(subscriptions.open({ ...ofCrm, url: 'http://10.0.0.1/' }, byCrm())).rejects.toMatchObject({
      code: 'url-not-public',
      parameters: { field: 'url', host: '10.0.0.1' },
    });
    const { subscription } = await subscriptions.open(ofCrm, byCrm());
    const redirected = subscriptions.change(subscription, { url: 'http://10.0.0.1/' }, 'all', byCrm());
    await expect(redirected).rejects.toMatchObject({ code: 'url-not-public' });
  });

  it('that are refused are in no list', async () => {
    await expect(subscriptions.open({ ...ofCrm, filter: { teams: ['west'] } }, byCrm())).rejects.toThrow(
      'team-not-covered',
    );
    expect(await subscriptions.list(NOW)).toEqual([]);
    expect(await everythingWritten(fixture.store)).toBe('[]');
  });

  it('are opened once: the same command again tells the same, and keeps the secret', async () => {
    const metadata = byCrm();
    const first = await subscriptions.open(ofCrm, metadata);
    const again = await fixture.elsewhere().open(ofCrm, metadata);
    expect(again).toEqual({
      subscription: first.subscription,
      key: { id: first.key.id, algorithm: 'hmac-sha256', isRepeated: true },
    });
    await expect(subscriptions.open({ ...ofCrm, content: 'full' }, metadata)).rejects.toThrow(CommandIdReused);
    const pair = byCrm();
    const { key } = await subscriptions.open({ ...ofCrm, algorithm: 'ed25519' }, pair);
    // A public half is no secret.
    expect((await subscriptions.open({ ...ofCrm, algorithm: 'ed25519' }, pair)).key).toEqual({
      ...key,
      isRepeated: true,
    });
  });

  it('opened twice at the same moment by the same command show one secret, which is the right one', async () => {
    const metadata = byCrm();
    const answers = await Promise.all([subscriptions, fixture.elsewhere()].map((each) => each.open(ofCrm, metadata)));
    const secrets = answers.flatMap(({ key }) => key.secret ?? []);
    expect(secrets).toHaveLength(1);
    const { subscription, key } = answers[0]!;
    const known = await subscriptions.known(subscription);
    expect(`whsec_${subscriptions.secretOf(subscription, known.keys.get(key.id)!).toString('base64')}`).toBe(
      secrets[0],
    );
  });

  it('are changed: the address anew, and what is not named stays', async () => {
    const { subscription } = await subscriptions.open({ ...ofCrm, url: `${HOOKS}?token=1`, label: 'CRM' }, byCrm());
    await subscriptions.change(subscription, { content: 'full' }, 'all', byCrm());
    const known = await subscriptions.known(subscription);
    expect(subscriptions.addressOf(subscription, known)).toBe(`${HOOKS}?token=1`);
    expect(await subscriptions.get(subscription, NOW)).toMatchObject({ content: 'full', label: 'CRM', hasQuery: true });
    // The same address is the same, however it was sealed.
    const same = await subscriptions.change(subscription, { url: `${HOOKS}?token=1` }, 'all', byCrm());
    expect(same.outcome).toBe('without-effect');
    await subscriptions.change(subscription, { url: `${HOOKS}?token=2` }, 'all', byCrm());
    expect(subscriptions.addressOf(subscription, await subscriptions.known(subscription))).toBe(`${HOOKS}?token=2`);
    await expect(subscriptions.change(subscription, { content: 'thin' }, ['south'], byCrm())).rejects.toThrow(
      'team-not-covered',
    );
  });

  it('are signed by two keys while one takes over', async () => {
    const { subscription, key: first } = await subscriptions.open(ofCrm, byCrm());
    const command = byCrm();
    const second = await subscriptions.rotateKey(subscription, first.id, undefined, command);
    expect(second.secret).toMatch(/^whsec_/);
    expect(await subscriptions.rotateKey(subscription, first.id, undefined, command)).not.toHaveProperty('secret');
    const states = async (at = NOW) =>
      (await subscriptions.get(subscription, at)).keys.map(({ id, state }) => [id, state]);
    expect(await states()).toEqual([
      [first.id, 'signing'],
      [second.id, 'signing'],
    ]);
    expect(await states(later(86_400_000))).toEqual([
      [first.id, 'retired'],
      [second.id, 'signing'],
    ]);
    await subscriptions.revokeKey(subscription, first.id, 'leaked', byCrm());
    expect(await states()).toEqual([
      [first.id, 'revoked'],
      [second.id, 'signing'],
    ]);
    const pair = await subscriptions.addKey(subscription, 'ed25519', byCrm());
    const next = await subscriptions.rotateKey(subscription, pair.id, undefined, byCrm());
    expect(next).toMatchObject({ algorithm: 'ed25519', publicKey: expect.stringMatching(/^whpk_/) as unknown });
    expect(next.publicKey).not.toBe(pair.publicKey);
    await expect(subscriptions.rotateKey(subscription, 'zzzzzzzz', undefined, byCrm())).rejects.toThrow(
      'signing-key-unknown',
    );
  });

  it('are paused, resumed and ended, and say why', async () => {
    const { subscription } = await subscriptions.open(ofCrm, byCrm());
    const shown = () => subscriptions.get(subscription, NOW);
    await subscriptions.pause(subscription, 'maintenance', byCrm());
    expect(await shown()).toMatchObject({ status: 'paused', reason: 'maintenance', stoppedAt: NOW });
    await subscriptions.resume(subscription, undefined, byCrm());
    expect(await shown()).toMatchObject({ status: 'active' });
    await subscriptions.end(subscription, undefined, byCrm());
    await subscriptions.end(subscription, undefined, byCrm());
    expect(await shown()).toMatchObject({ status: 'ended' });
    await expect(subscriptions.resume(subscription, undefined, byCrm())).rejects.toThrow('subscription-ended');
  });

  it('are found by their owner, in every process', async () => {
    const first = await subscriptions.open(ofCrm, byCrm());
    await subscriptions.open({ ...ofCrm, owner: 'erp' }, byCrm());
    const last = await subscriptions.open(ofCrm, byCrm());
    const elsewhere = fixture.elsewhere();
    const ids = (await elsewhere.list(NOW, 'crm')).map(({ id }) => id);
    expect(ids).toEqual([first.subscription, last.subscription]);
    expect((await elsewhere.list(NOW)).map(({ owner }) => owner)).toEqual(['crm', 'erp', 'crm']);
    expect(await elsewhere.find('nobody’s')).toBeUndefined();
    await expect(elsewhere.get('_subscriptions', NOW)).rejects.toThrow('subscription-unknown');
  });

  describe('of which deliveries are to be made again', () => {
    let subscription: string;
    beforeEach(async () => {
      ({ subscription } = await subscriptions.open(ofCrm, byCrm()));
    });

    it('take what stands in the log, where it is said to stand', async () => {
      const [entry] = await fixture.entriesOf(subscription);
      // After the name of the first subscription.
      const replay: Replay = { of: 'one', event: entry!.id, position: '2' };
      await subscriptions.requestReplay(subscription, replay, byCrm());
      const { replays } = await subscriptions.known(subscription);
      expect(replays).toEqual([{ revision: 2, replay }]);
    });

    it.each(['0', '1', '3', '999999'])('take nothing that does not stand there: position %s', async (position) => {
      const [entry] = await fixture.entriesOf(subscription);
      const asked = subscriptions.requestReplay(subscription, { of: 'one', event: entry!.id, position }, byCrm());
      await expect(asked).rejects.toThrow('event-not-there');
    });

    it('do not begin where the log has not come to', async () => {
      const asked = (after: string) => subscriptions.requestReplay(subscription, { of: 'everything', after }, byCrm());
      await expect(asked('5')).rejects.toMatchObject({ code: 'position-beyond-log', parameters: { head: '3' } });
      expect((await asked('3')).outcome).toBe('recorded');
    });

    it('take all that failed, and everything', async () => {
      await subscriptions.requestReplay(subscription, { of: 'failed', since: instant(0) }, byCrm());
      await subscriptions.requestReplay(subscription, { of: 'everything', after: '0' }, byCrm());
      expect((await subscriptions.known(subscription)).replays).toHaveLength(2);
    });
  });

  it('say at the start whether their secrets can be read, those that have ended left out', async () => {
    const { subscription } = await subscriptions.open(ofCrm, byCrm());
    await fixture.elsewhere().mustOpenSecrets(NOW);
    const strange = fixture.elsewhere(newSecretsKey());
    await expect(strange.mustOpenSecrets(NOW)).rejects.toMatchObject({ name: 'SecretsKeyProblem', problem: 'wrong' });
    await strange.end(subscription, 'key-lost', byCrm());
    await strange.mustOpenSecrets(NOW);
  });

  it('tell what an earlier key of their secrets is still needed for, until it is not', async () => {
    const { subscription, key } = await subscriptions.open({ ...ofCrm, url: `${HOOKS}?token=1` }, byCrm());
    const { subscription: ended } = await subscriptions.open(ofCrm, byCrm());
    await subscriptions.end(ended, 'replaced', byCrm());
    const newer = newSecretsKey();
    const both = fixture.elsewhere(`${newer},${fixture.secretsKey}`);
    const earlier = { subscription, owner: 'crm', sealedBy: expect.stringMatching(/^[0-9a-f]{8}$/) as unknown };
    expect(await subscriptions.sealedEarlier(NOW)).toEqual([]);
    expect(await both.sealedEarlier(NOW)).toEqual([
      { ...earlier, of: 'address' },
      { ...earlier, of: 'signing-key', signingKey: key.id },
    ]);
    await expect(fixture.elsewhere(newer).mustOpenSecrets(NOW)).rejects.toMatchObject({ problem: 'wrong' });

    const stated = await both.change(subscription, { url: `${HOOKS}?token=1` }, 'all', byCrm());
    expect(stated.outcome).toBe('recorded');
    await both.rotateKey(subscription, key.id, duration(3_600_000), byCrm());
    // Until the overlap is over, the old key signs.
    expect(await both.sealedEarlier(NOW)).toEqual([{ ...earlier, of: 'signing-key', signingKey: key.id }]);
    const then = later(3_600_001);
    expect(await both.sealedEarlier(then)).toEqual([]);
    const alone = fixture.elsewhere(newer);
    await alone.mustOpenSecrets(then);
    expect(alone.addressOf(subscription, await alone.known(subscription))).toBe(`${HOOKS}?token=1`);
  });
});
