import { describe, expect, it } from '@jest/globals';
import { type AccessRule, problemOf } from './rule.js';

describe('a route’s rule', () => {
  it.each<[AccessRule]>([
    [{ action: 'public' }],
    [{ action: 'manage-keys' }],
    [{ action: 'log-commitments', team: 'in-body' }],
    [{ action: 'log-commitments', team: 'of-commitment' }],
    [{ action: 'publish-policies', team: 'in-path' }],
    [{ action: 'bulk-intake', team: 'in-lines' }],
    [{ action: 'read-rates', team: 'narrowed' }],
    [{ action: 'manage-subscriptions', team: 'own' }],
  ])('%j is enough', (rule) => expect(problemOf(rule)).toBeUndefined());

  it.each<[AccessRule | undefined, problem: string]>([
    [undefined, 'has no access rule'],
    [{ action: 'read-rates' }, 'does not say which team'],
    [{ action: 'log-commitments', team: 'own' }, 'does not say which team'],
    [{ action: 'manage-keys', team: 'in-body' }, 'is decided by neither'],
    [{ action: 'public', team: 'narrowed' }, 'is decided by neither'],
    [{ action: 'manage-subscriptions' }, 'does not look whose it is'],
    [{ action: 'manage-subscriptions', team: 'narrowed' }, 'does not look whose it is'],
  ])('%j is not', (rule, problem) => expect(problemOf(rule)).toContain(problem));
});
