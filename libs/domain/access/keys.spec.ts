import { describe, expect, it } from '@jest/globals';
import { instant, type Instant } from '../time/index.js';
import {
  checkedScope,
  decideKeyRing,
  decidePrincipals,
  evolveKeyRing,
  evolvePrincipals,
  type Grant,
  type IssueKey,
  type KeyCommand,
  type KeyRing,
  nobody,
  noKeys,
  principalId,
  principalOfKey,
  type Role,
  type Scope,
  whyNotLive,
} from './index.js';

const A = 'crm.aaaaaaaa';
const B = 'crm.bbbbbbbb';
const C = 'crm.cccccccc';
const hash = 'ab'.repeat(32);
const scope: Scope = { role: 'agent', teams: ['north'], grants: [] };

interface At {
  at: number;
}
const moment = (at: number) => ({ occurredAt: instant(at), recordedAt: instant(at) });
const issue = (key: string, more: Partial<IssueKey['data']> & Partial<At> = {}): KeyCommand => {
  const { at = 1_000, ...data } = more;
  return { type: 'IssueKey', data: { key, hash, ...scope, ...data }, metadata: moment(at) };
};
const rotate = (key: string, successor: string, { at = 2_000, ...more }: Partial<At & { expiresAt: Instant }> = {}) =>
  ({ type: 'RotateKey', data: { key, successor, hash, ...more }, metadata: moment(at) }) as KeyCommand;
const revoke = (key: string, at = 3_000): KeyCommand => ({ type: 'RevokeKey', data: { key }, metadata: moment(at) });

function after(...commands: KeyCommand[]): KeyRing {
  let [ring, revision] = [noKeys, 0];
  for (const command of commands)
    for (const event of decideKeyRing(command, ring)) {
      ring = evolveKeyRing(ring, { ...event, ...command.metadata, id: `e-${revision}`, revision });
      revision += 1;
    }
  return ring;
}

const stateOf = (ring: KeyRing, key: string, at: number) => whyNotLive(ring.get(key)!, instant(at)) ?? 'live';

describe('a key', () => {
  it('is issued with what it is for', () =>
    expect([...after(issue(A, { label: 'CRM', expiresAt: instant(9_000) })).values()]).toEqual([
      { id: A, hash, ...scope, label: 'CRM', issuedAt: 1_000, expiresAt: 9_000 },
    ]));

  it('opens nothing from its expiry on', () => {
    const ring = after(issue(A, { expiresAt: instant(9_000) }));
    expect(stateOf(ring, A, 8_999)).toBe('live');
    expect(stateOf(ring, A, 9_000)).toBe('expired');
  });

  it('is not issued twice, and not for a time that is over', () => {
    expect(() => after(issue(A), issue(A))).toThrow('key-exists');
    expect(() => after(issue(A, { expiresAt: instant(1_000) }))).toThrow('key-expires-before-it-begins');
    expect(() => after(issue(A), rotate(A, B, { expiresAt: instant(2_000) }))).toThrow('key-expires-before-it-begins');
    expect(after(issue(A, { expiresAt: instant(1_001) })).size).toBe(1);
  });

  it.each(['CRM.aaaaaaaa', 'aaaaaaaa', 'crm.aaaaaaa', 'crm.aaaaaaa1', 'crm_.aaaaaaaa', ''])(
    '%j can be no key’s id',
    (id) => {
      expect(() => after(issue(id))).toThrow('text-malformed');
    },
  );

  it.each(['', 'AB'.repeat(32), 'ab'.repeat(31), 'secret'])('%j is no hash', (text) =>
    expect(() => after(issue(A, { hash: text }))).toThrow('text-malformed'),
  );

  it('names its principal, dots and all', () => expect(principalOfKey('crm.north.aaaaaaaa')).toBe('crm.north'));
});

describe('a revoked key', () => {
  it('opens nothing any more, whatever its expiry', () => {
    const ring = after(issue(A, { expiresAt: instant(9_000) }), revoke(A));
    expect(stateOf(ring, A, 3_000)).toBe('revoked');
    expect(stateOf(ring, A, 9_999)).toBe('revoked');
  });

  it('is revoked once; again changes nothing', () => {
    const ring = after(issue(A), revoke(A));
    expect(decideKeyRing(revoke(A, 4_000), ring)).toEqual([]);
  });

  it('may have expired before', () =>
    expect(stateOf(after(issue(A, { expiresAt: instant(2_000) }), revoke(A)), A, 3_000)).toBe('revoked'));

  it('must be known', () => expect(() => after(issue(A), revoke(B))).toThrow('key-unknown'));
});

describe('rotation', () => {
  it('makes a second key with the same scope, and both work until the first is revoked', () => {
    const ring = after(issue(A, { label: 'CRM' }), rotate(A, B));
    expect(ring.get(B)).toEqual({ id: B, hash, ...scope, label: 'CRM', issuedAt: 2_000 });
    expect([stateOf(ring, A, 5_000), stateOf(ring, B, 5_000)]).toEqual(['live', 'live']);
  });

  it('does not carry the old expiry over', () =>
    expect(after(issue(A, { expiresAt: instant(9_000) }), rotate(A, B)).get(B)!.expiresAt).toBeUndefined());

  it('leaves two keys alive at most, by whatever way they come', () => {
    expect(() => after(issue(A), rotate(A, B), rotate(B, C))).toThrow('keys-too-many');
    expect(() => after(issue(A), issue(B), issue(C))).toThrow('keys-too-many');
    expect(() => after(issue(A), issue(B), issue(C))).toThrow(`${A}, ${B}`);
    expect(after(issue(A), rotate(A, B), revoke(A), rotate(B, C, { at: 4_000 })).size).toBe(3);
    expect(after(issue(A, { expiresAt: instant(2_000) }), issue(B), issue(C, { at: 2_000 })).size).toBe(3);
  });

  it('needs a key that is alive', () => {
    expect(() => after(rotate(A, B))).toThrow('key-unknown');
    expect(() => after(issue(A), revoke(A, 1_500), rotate(A, B))).toThrow('key-revoked');
    expect(() => after(issue(A, { expiresAt: instant(2_000) }), rotate(A, B))).toThrow('key-expired');
  });

  it('needs a new name', () => expect(() => after(issue(A), rotate(A, A))).toThrow('key-exists'));
});

describe('a scope', () => {
  it.each<[Role, Scope['teams'], Grant[], code: string]>([
    ['agent', [], [], 'teams-must-be-named'],
    ['agent', 'all', [], 'teams-must-be-named'],
    ['supervisor', 'all', [], 'teams-must-be-named'],
    ['integration', [], [], 'teams-must-be-named'],
    ['auditor', ['north'], [], 'teams-not-for-role'],
    ['admin', ['north'], [], 'teams-not-for-role'],
    ['agent', [' north'], [], 'text-malformed'],
    ['agent', ['north'], ['log-commitments'], 'grant-not-for-role'],
    ['admin', 'all', ['log-commitments'], 'grant-not-for-role'],
    ['auditor', 'all', ['forget-customers'], 'grant-not-for-role'],
    ['integration', 'all', ['forget-customers'], 'grant-not-for-role'],
    ['integration', 'all', ['everything' as Grant], 'grant-not-for-role'],
    ['owner' as Role, 'all', [], 'value-not-in-list'],
  ])('%s with teams %j and grants %j is refused: %s', (role, teams, grants, code) =>
    expect(() => checkedScope({ role, teams, grants })).toThrow(code),
  );

  it('says each team and each grant once', () =>
    expect(
      checkedScope({
        role: 'integration',
        teams: ['south', 'north', 'south'],
        grants: ['read-personal-data', 'log-commitments', 'read-personal-data'],
      }),
    ).toEqual({ role: 'integration', teams: ['north', 'south'], grants: ['log-commitments', 'read-personal-data'] }));

  it('of an integration may be everywhere', () =>
    expect(checkedScope({ role: 'integration', teams: 'all', grants: [] }).teams).toBe('all'));

  it('is checked when a key is issued', () =>
    expect(() => after(issue(A, { role: 'admin', teams: ['north'] }))).toThrow('teams-not-for-role'));
});

describe('a principal', () => {
  const name = (principal: string) => ({ type: 'NamePrincipal', data: { principal }, metadata: moment(1) }) as const;

  it.each(['a', 'crm.north-2', '0', 'x'.repeat(63)])('may be called %j', (id) => expect(principalId(id)).toBe(id));
  it.each(['', '-a', '.a', 'A', 'a_b', 'a b', '_principals', '华东', 'x'.repeat(64), 'a\n'])(
    'may not be called %j',
    (id) => {
      expect(() => principalId(id)).toThrow('principal-malformed');
    },
  );

  it('is named once', () => {
    const named = decidePrincipals(name('crm'), nobody).reduce(evolvePrincipals, nobody);
    expect([...named]).toEqual(['crm']);
    expect(decidePrincipals(name('crm'), named)).toEqual([]);
  });

  it('never looks like one whom somebody else vouches for', () => {
    expect(() => decidePrincipals(name('oidc.crm'), nobody)).toThrow('principal-reserved');
    expect(decidePrincipals(name('oidc-crm'), nobody)).toHaveLength(1);
  });

  it('is not named before it is recorded', () =>
    expect(() =>
      decidePrincipals({ ...name('crm'), metadata: { occurredAt: instant(2), recordedAt: instant(1) } }, nobody),
    ).toThrow('occurs-after-it-is-recorded'));
});
