import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AccessLog } from './access-log.js';
import { Doorkeeper } from './doorkeeper.js';
import { Notebook } from './notebook.js';
import { type AccessFixture, asCrm, byAdmin, later, NOW, openAccess } from './testing/access.fixture.js';
import { Tokens } from './tokens/index.js';

describe('the doorkeeper', () => {
  let access: AccessFixture;
  let log: AccessLog;
  let door: Doorkeeper;
  let now = NOW;

  beforeEach(() => {
    now = NOW;
    access = openAccess();
    log = new AccessLog(new Notebook(access.store), () => now);
    door = new Doorkeeper(access.keys, log, () => now);
  });
  afterEach(() => access.close());

  it('lets in who shows a key', async () => {
    const { text } = await access.keys.issue(asCrm, byAdmin());
    expect(await door.enter(text)).toMatchObject({ entry: 'admitted', session: { principal: { id: 'crm' } } });
  });

  it('counts strangers, and writes nothing down', async () => {
    const { key } = await access.keys.issue(asCrm, byAdmin());
    const head = await access.store.head();
    for (const shown of [undefined, '', `kept_${key}_${'a'.repeat(52)}`, 'kept_x', 'a.b.c'])
      expect(await door.enter(shown)).toMatchObject({ entry: 'refused' });
    expect(Object.fromEntries(log.strangers)).toEqual({ 'nothing-presented': 2, 'unknown-key': 2, 'bad-token': 1 });
    expect(await access.store.head()).toBe(head);
  });

  it('knows who comes with a key that was theirs, and does not count them as strangers', async () => {
    const { text } = await access.keys.issue({ ...asCrm, expiresAt: later(10) }, byAdmin());
    now = later(10);
    expect(await door.enter(text)).toMatchObject({ because: 'key-expired', principal: { id: 'crm' } });
    expect(log.strangers.size).toBe(0);
  });

  it('takes tokens where an identity provider is trusted, and never for a key', async () => {
    const keys = { set: { keys: [] } };
    const tokens = new Tokens({ issuer: 'https://id.example', audience: 'kept', keys });
    const both = new Doorkeeper(access.keys, log, () => now, tokens);
    const { text } = await access.keys.issue(asCrm, byAdmin());
    expect(await both.enter(text)).toMatchObject({ entry: 'admitted' });
    expect(await both.enter('kept_a.b.c')).toMatchObject({ because: 'unknown-key' });
    expect(await both.enter('a.b.c')).toMatchObject({ because: 'bad-token' });
  });
});
