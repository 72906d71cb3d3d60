import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Action, ACTIONS, GRANTS, mayAsk, mayDo, type Principal, type Role, ROLES } from './index.js';

const ALL = Object.keys(ACTIONS) as Action[];

const who = (role: Role, more: Partial<Principal> = {}): Principal => ({
  id: `some-${role}`,
  role,
  teams: role === 'auditor' || role === 'admin' ? 'all' : ['north', 'south'],
  grants: [],
  ...more,
});
const OWN = { teams: ['north'], owner: 'some-integration' };

/** What each role may do in its own teams, to what is its own, with no grant. Written out: a table cannot judge itself. */
const MAY: Record<Role, Action[]> = {
  agent: [
    ...(['log-commitments', 'void-entries', 'read-commitments', 'read-personal-data', 'read-rates'] as const),
    ...(['read-teams', 'read-customers', 'register-customers', 'read-own-scope'] as const),
  ],
  supervisor: [
    ...(['log-commitments', 'void-entries', 'reapply-policies', 'bulk-intake', 'read-commitments'] as const),
    ...(['read-personal-data', 'read-rates', 'export', 'publish-policies', 'read-teams', 'read-customers'] as const),
    ...(['register-customers', 'read-status', 'read-own-scope'] as const),
  ],
  auditor: [
    ...(['read-commitments', 'read-personal-data', 'read-rates', 'read-feed', 'export', 'read-subscriptions'] as const),
    ...(['read-teams', 'read-customers', 'read-keys', 'read-access-log', 'read-status', 'read-own-scope'] as const),
  ],
  integration: [
    ...(['read-feed', 'manage-subscriptions', 'stop-subscriptions', 'read-subscriptions'] as const),
    ...(['read-teams', 'read-own-scope'] as const),
  ],
  admin: [
    ...(['stop-subscriptions', 'read-subscriptions', 'read-teams', 'manage-teams', 'manage-keys'] as const),
    ...(['read-keys', 'read-access-log', 'read-status', 'read-own-scope'] as const),
  ],
};
const WRITES = ALL.filter((action) => !action.startsWith('read-') && action !== 'export');
const COMMITMENT_WRITES: Action[] = ['log-commitments', 'void-entries', 'reapply-policies', 'bulk-intake'];

describe('who may do what', () => {
  it.each(ROLES)('%s: this, and nothing else', (role) =>
    expect(ALL.filter((action) => mayDo(who(role), action, OWN).may)).toEqual(
      ALL.filter((action) => MAY[role].includes(action)),
    ),
  );

  it('an auditor writes nothing, whatever is asked and granted', () => {
    for (const action of WRITES)
      expect(mayDo(who('auditor', { grants: [...GRANTS] }), action, OWN)).toMatchObject({ may: false });
  });

  it('an auditor reads everything', () => {
    for (const action of ALL.filter((each) => !WRITES.includes(each)))
      expect(mayDo(who('auditor'), action, { teams: ['anybody’s'], owner: 'anybody' })).toEqual({ may: true });
  });

  it('an admin neither writes nor voids commitments, whatever is granted', () => {
    for (const action of COMMITMENT_WRITES)
      expect(mayDo(who('admin', { grants: [...GRANTS] }), action, OWN)).toEqual({ may: false, because: 'role' });
  });

  it('only an admin manages keys', () =>
    expect(ROLES.filter((role) => mayDo(who(role, { grants: [...GRANTS] }), 'manage-keys').may)).toEqual(['admin']));
});

describe('a grant', () => {
  it.each<[Role, Action, Principal['grants']]>([
    ['integration', 'log-commitments', ['log-commitments']],
    ['integration', 'bulk-intake', ['log-commitments']],
    ['integration', 'register-customers', ['log-commitments']],
    ['integration', 'read-personal-data', ['read-personal-data']],
    ['supervisor', 'forget-customers', ['forget-customers']],
  ])('lets an %s %s, and nothing else does', (role, action, grants) => {
    expect(mayDo(who(role, { grants }), action, OWN)).toEqual({ may: true });
    const others = GRANTS.filter((grant) => !grants.includes(grant));
    expect(mayDo(who(role, { grants: others }), action, OWN)).toEqual({ may: false, because: 'grant' });
    expect(mayAsk(who(role, { grants: others }), action)).toEqual({ may: false, because: 'grant' });
  });

  it('gives nothing to a role that has no rule for it', () =>
    expect(mayDo(who('agent', { grants: [...GRANTS] }), 'forget-customers')).toEqual({ may: false, because: 'role' }));
});

describe('teams', () => {
  const bound = ALL.filter((action) => ACTIONS[action] === 'team');

  it('of others are foreign, also beside one’s own', () => {
    for (const action of bound)
      for (const role of ROLES.filter((each) => MAY[each].includes(action) && each !== 'auditor')) {
        const principal = who(role);
        expect(mayDo(principal, action, { teams: ['south'] })).toEqual({ may: true });
        expect(mayDo(principal, action, { teams: ['west'] })).toEqual({ may: false, because: 'team' });
        expect(mayDo(principal, action, { teams: ['north', 'west'] })).toEqual({ may: false, because: 'team' });
      }
  });

  it('that nobody named are nobody’s: what a team decides is refused without one', () => {
    for (const action of bound)
      for (const role of ROLES) {
        expect(mayDo(who(role, { grants: [...GRANTS] }), action)).toMatchObject({ may: false });
        expect(mayDo(who(role, { grants: [...GRANTS] }), action, { teams: [] })).toMatchObject({ may: false });
      }
  });

  it('narrow what may be asked', () => {
    expect(mayAsk(who('agent'), 'read-rates')).toEqual({ may: true, teams: ['north', 'south'], owner: 'any' });
    expect(mayAsk(who('auditor'), 'read-rates')).toEqual({ may: true, teams: 'all', owner: 'any' });
    expect(mayAsk(who('agent'), 'read-customers')).toEqual({ may: true, teams: 'all', owner: 'any' });
    expect(mayAsk(who('admin'), 'read-rates')).toEqual({ may: false, because: 'role' });
  });

  it('agree with each other: what may be done there may be asked about there', () =>
    fc.assert(
      fc.property(
        fc.record({
          role: fc.constantFrom(...ROLES),
          teams: fc.oneof(fc.constant('all' as const), fc.subarray(['north', 'south', 'west'])),
          grants: fc.subarray([...GRANTS]),
        }),
        fc.constantFrom(...bound),
        fc.constantFrom('north', 'south', 'west'),
        (scope, action, team) => {
          const principal = { id: 'p', ...scope };
          const asked = mayAsk(principal, action);
          const covers = asked.may && (asked.teams === 'all' || asked.teams.includes(team));
          expect(mayDo(principal, action, { teams: [team] }).may).toBe(covers);
        },
      ),
    ));
});

describe('what belongs to somebody', () => {
  const integration = who('integration');

  it('is theirs alone to change', () => {
    expect(mayDo(integration, 'manage-subscriptions', { owner: integration.id })).toEqual({ may: true });
    for (const about of [{ owner: 'another' }, {}, { teams: ['north'] }])
      expect(mayDo(integration, 'manage-subscriptions', about)).toEqual({ may: false, because: 'owner' });
  });

  it('is stopped by them, and by an admin, who may do nothing else to it', () => {
    expect(mayDo(integration, 'stop-subscriptions', { owner: 'another' })).toEqual({ may: false, because: 'owner' });
    expect(mayDo(integration, 'stop-subscriptions', { owner: integration.id })).toEqual({ may: true });
    expect(mayDo(who('admin'), 'stop-subscriptions', { owner: 'another' })).toEqual({ may: true });
    expect(mayDo(who('admin'), 'manage-subscriptions', { owner: 'some-admin' })).toEqual({
      may: false,
      because: 'role',
    });
    expect(mayDo(who('auditor'), 'stop-subscriptions', { owner: 'some-auditor' })).toMatchObject({ may: false });
  });

  it('is theirs to see, and an auditor’s and an admin’s', () => {
    expect(mayDo(integration, 'read-subscriptions', { owner: 'another' })).toEqual({ may: false, because: 'owner' });
    expect(mayDo(who('admin'), 'read-subscriptions', { owner: 'another' })).toEqual({ may: true });
    expect(mayAsk(integration, 'read-subscriptions')).toEqual({ may: true, teams: 'all', owner: 'own' });
    expect(mayAsk(who('auditor'), 'read-subscriptions')).toEqual({ may: true, teams: 'all', owner: 'any' });
  });
});
