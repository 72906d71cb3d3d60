import { type Action, ACTIONS } from '#kept/domain';

/**
 * How a route that a team or an owner decides finds out which: in the body’s or the path’s `team`, by the commitment in
 * its path; or its handler does — for each line that is sent; by asking what the answer must be narrowed to; by whose
 * the thing is that it touches.
 */
export type Place = 'in-body' | 'in-path' | 'of-commitment' | 'in-lines' | 'narrowed' | 'own';

/** Who may use a route. */
export interface AccessRule {
  /** `public`: anybody, and nobody is asked who they are. */
  action: Action | 'public';
  team?: Place;
}

/** Routes that cannot be let into the API: nobody has said, or not well enough, who may use them. */
export class RouteWithoutRule extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'RouteWithoutRule';
  }
}

/** Why a rule does not say enough to judge a request by; `undefined` where it does. */
export function problemOf(rule: AccessRule | undefined): string | undefined {
  if (!rule) return 'has no access rule: say with @Allow who may use it';
  const { action, team: place } = rule;
  switch (action === 'public' ? 'role' : ACTIONS[action]) {
    case 'role':
      return place === undefined ? undefined : `names a team or an owner, and ${action} is decided by neither`;
    case 'team':
      return place !== undefined && place !== 'own'
        ? undefined
        : `does not say which team it is about, and that decides ${action}`;
    case 'owner':
      return place === 'own' ? undefined : `does not look whose it is, and that decides ${action}`;
  }
}
