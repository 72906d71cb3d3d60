import { type EventStore } from '#kept/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandIdReused } from '../ledger/index.js';
import { ensureFirstKey } from './first-key.js';
import { Keys } from './keys.js';
import { type AccessFixture, asCrm, byAdmin, later, NOW, openAccess } from './testing/access.fixture.js';

const crm = { id: 'crm', role: 'integration', teams: ['north'], grants: [] };

describe('keys', () => {
  let access: AccessFixture;
  let keys: Keys;

  beforeEach(() => {
    access = openAccess();
    ({ keys } = access);
  });
  afterEach(() => access.close());

  it('let in who shows one, with its scope', async () => {
    const { key, text } = await keys.issue({ ...asCrm, expiresAt: later(10) }, byAdmin());
    const entrance = await keys.enter(text!, NOW);
    expect(entrance).toEqual({ entry: 'admitted', session: { principal: crm, key, endsAt: later(10) } });
    expect(await access.another().keys.enter(text!, NOW)).toEqual(entrance);
  });

  it('are nowhere in the ledger, only their hash', async () => {
    const { text } = await keys.issue(asCrm, byAdmin());
    const stored = JSON.stringify(await access.logOf('crm'));
    expect(stored).toContain('"hash"');
    expect(stored).not.toContain(text!.split('_')[2]!);
  });

  it('keep out who shows something else, and do not say what is wrong with it', async () => {
    const { key, text } = await keys.issue(asCrm, byAdmin());
    const secret = text!.split('_')[2]!;
    const others = (await keys.issue({ ...asCrm, principal: 'other' }, byAdmin())).text!.split('_')[2]!;
    const wrong = secret.startsWith('a') ? `b${secret.slice(1)}` : `a${secret.slice(1)}`;
    const wrongAtTheEnd = secret.endsWith('a') ? `${secret.slice(0, -1)}q` : `${secret.slice(0, -1)}a`;
    for (const shown of [
      `kept_${key}_${wrong}`,
      `kept_${key}_${wrongAtTheEnd}`,
      `kept_${key}_${others}`,
      `kept_crm.aaaaaaaa_${secret}`,
      `kept_nobody.aaaaaaaa_${secret}`,
      `kept_${key}_`,
      `kept_${key}`,
      'kept_',
      `${text!} `,
      text!.toUpperCase(),
    ])
      expect([shown, await keys.enter(shown, NOW)]).toEqual([shown, { entry: 'refused', because: 'unknown-key' }]);
  });

  it('expire', async () => {
    const { text } = await keys.issue({ ...asCrm, expiresAt: later(10) }, byAdmin());
    expect(await keys.enter(text!, later(9))).toMatchObject({ entry: 'admitted' });
    expect(await keys.enter(text!, later(10))).toEqual({ entry: 'refused', because: 'key-expired', principal: crm });
  });

  it('are revoked at once, in every process', async () => {
    const { key, text } = await keys.issue(asCrm, byAdmin());
    const elsewhere = access.another().keys;
    expect(await elsewhere.enter(text!, NOW)).toMatchObject({ entry: 'admitted' });
    await keys.revoke(key, 'leaked', byAdmin());
    const out = { entry: 'refused', because: 'key-revoked', principal: crm };
    expect([await keys.enter(text!, NOW), await elsewhere.enter(text!, NOW)]).toEqual([out, out]);
    expect(await elsewhere.isLive(key, NOW)).toBe(false);
  });

  it('are rotated: both work, and then the new one', async () => {
    const first = await keys.issue(asCrm, byAdmin());
    const second = await keys.rotate(first.key, later(50), byAdmin());
    expect(await keys.enter(first.text!, NOW)).toMatchObject({ entry: 'admitted' });
    expect(await keys.enter(second.text!, NOW)).toMatchObject({ session: { principal: crm, endsAt: later(50) } });
    await expect(keys.rotate(second.key, undefined, byAdmin())).rejects.toThrow('keys-too-many');
    await keys.revoke(first.key, undefined, byAdmin());
    expect(await keys.enter(second.text!, NOW)).toMatchObject({ entry: 'admitted' });
    await keys.rotate(second.key, undefined, byAdmin());
  });

  it.each(['', 'crm', 'crm.', '_principals.aaaaaaaa', 'crm.aaaaaaaa', '../x.aaaaaaaa'])(
    'of which there is none, %j, are neither rotated nor revoked',
    async (key) => {
      await keys.issue(asCrm, byAdmin());
      await expect(keys.rotate(key, undefined, byAdmin())).rejects.toThrow('key-unknown');
      await expect(keys.revoke(key, undefined, byAdmin())).rejects.toThrow('key-unknown');
    },
  );

  it('are shown once: the same command given again tells the id, and keeps the secret', async () => {
    const command = byAdmin();
    const first = await keys.issue(asCrm, command);
    const fingerprint = { fingerprint: 'what was said' };
    const retried = { ...byAdmin({ commandId: 'over HTTP', ...fingerprint }), occurredAt: later(0) };
    const over = await keys.issue({ ...asCrm, principal: 'over' }, retried);
    const lateRetry = { ...retried, occurredAt: later(5), recordedAt: later(5) };
    expect(await keys.issue({ ...asCrm, principal: 'over' }, lateRetry)).toEqual({ key: over.key });
    const again = await access.another().keys.issue(asCrm, command);
    expect(again).toEqual({ key: first.key });
    expect(await keys.enter(first.text!, NOW)).toMatchObject({ entry: 'admitted' });
    await expect(keys.issue({ ...asCrm, teams: ['south'] }, command)).rejects.toThrow(CommandIdReused);
    const rotation = byAdmin();
    const { key } = await keys.rotate(first.key, undefined, rotation);
    expect(await keys.rotate(first.key, undefined, rotation)).toEqual({ key });
  });

  it('are listed without their hashes, with what has become of them', async () => {
    expect(await keys.wereGiven()).toBe(false);
    const first = await keys.issue({ ...asCrm, label: 'CRM', expiresAt: later(10) }, byAdmin());
    const second = await keys.issue({ principal: 'ada', role: 'auditor', teams: 'all', grants: [] }, byAdmin());
    await keys.revoke(second.key, undefined, byAdmin());
    const scope = { role: 'integration', teams: ['north'], grants: [] };
    expect(await access.another().keys.list(later(10))).toEqual([
      {
        ...{ principal: 'crm', id: first.key, ...scope, label: 'CRM' },
        ...{ issuedAt: NOW, expiresAt: later(10), state: 'expired' },
      },
      {
        ...{ principal: 'ada', id: second.key, role: 'auditor', teams: 'all', grants: [] },
        ...{ issuedAt: NOW, revokedAt: NOW, state: 'revoked' },
      },
    ]);
    expect(await keys.wereGiven()).toBe(true);
  });

  it('that are refused leave nothing but the name of who might have had them', async () => {
    await expect(keys.issue({ ...asCrm, teams: [] }, byAdmin())).rejects.toThrow('teams-must-be-named');
    await expect(keys.issue({ ...asCrm, principal: 'oidc.x' }, byAdmin())).rejects.toThrow('principal-reserved');
    await expect(keys.issue({ ...asCrm, principal: '_principals' }, byAdmin())).rejects.toThrow('principal-malformed');
    expect(await keys.list(NOW)).toEqual([]);
  });

  it('whose command is given twice at the same time have one secret, that which was shown', async () => {
    const command = byAdmin();
    const homes = [keys, keys, access.another().keys, access.another().keys];
    const made = await Promise.all(homes.map((home) => home.issue(asCrm, command)));
    const shown = made.flatMap(({ text }) => text ?? []);
    expect(shown).toHaveLength(1);
    for (const home of homes) expect(await home.enter(shown[0]!, NOW)).toMatchObject({ entry: 'admitted' });
    expect(await keys.list(NOW)).toHaveLength(1);
  });

  it('are counted right when many are asked for at once: two live', async () => {
    const asked = Array.from({ length: 6 }, (_, n) => (n % 2 ? keys : access.another().keys).issue(asCrm, byAdmin()));
    const made = (await Promise.allSettled(asked)).filter(({ status }) => status === 'fulfilled');
    expect(made).toHaveLength(2);
  });

  it('are read from the start once, however many ask at the same time, and nobody hears an old answer', async () => {
    const { text, key } = await keys.issue(asCrm, byAdmin());
    let reads = 0;
    const counting = Object.create(access.store, {
      readStream: {
        value: (...[stream, range]: Parameters<EventStore['readStream']>) => {
          if (range?.from === 0n) reads += 1;
          return access.store.readStream(stream, range);
        },
      },
    }) as EventStore;
    const cold = new Keys(counting);
    await Promise.all(Array.from({ length: 20 }, () => cold.enter(text!, NOW)));
    expect(reads).toBe(1);
    const again = new Keys(counting);
    const first = again.enter(text!, NOW);
    await keys.revoke(key, undefined, byAdmin());
    const rest = await Promise.all(Array.from({ length: 20 }, () => again.enter(text!, NOW)));
    await first;
    expect(rest.every((entrance) => entrance.entry === 'refused')).toBe(true);
  });
});

describe('the first key', () => {
  let access: AccessFixture;

  beforeEach(() => {
    access = openAccess();
  });
  afterEach(() => access.close());

  it('of an empty ledger is an admin’s', async () => {
    const { text } = (await ensureFirstKey(access.store, access.keys, NOW))!;
    const admin = { id: 'admin', role: 'admin', teams: 'all', grants: [] };
    expect(await access.keys.enter(text!, NOW)).toMatchObject({ session: { principal: admin } });
  });

  it('is made once', async () => {
    await ensureFirstKey(access.store, access.keys, NOW);
    expect(await ensureFirstKey(access.store, access.keys, NOW)).toBeUndefined();
    const other = access.another();
    expect(await ensureFirstKey(other.store, other.keys, NOW)).toBeUndefined();
    expect(await access.keys.list(NOW)).toHaveLength(1);
  });

  it('is made once by two that start together', async () => {
    const others = [access.another(), access.another(), access.another()];
    const made = await Promise.all(others.map(({ store, keys }, n) => ensureFirstKey(store, keys, later(n))));
    expect(made.filter((key) => key !== undefined)).toHaveLength(1);
    expect(await access.keys.list(NOW)).toHaveLength(1);
  });

  it('is not made where something was recorded before', async () => {
    await access.keys.issue(asCrm, byAdmin());
    expect(await ensureFirstKey(access.store, access.keys, NOW)).toBeUndefined();
  });
});
