import { type Instant, mayAsk, type Scope, VOUCHED, whyNotLive } from '#kept/domain';
import { type Keys } from '../access/index.js';

/**
 * What may be delivered to a subscription's owner now: what it was opened for, as far as their live keys still reach.
 * `undefined` where none of them may read the feed any more: nothing is delivered to who is locked out. Those whom an
 * identity provider vouches for have no keys here: what they had when they opened it stands.
 */
export async function reachOf(
  keys: Pick<Keys, 'ring'>,
  { owner, teams }: { owner: string; teams: Scope['teams'] },
  at: Instant,
): Promise<Scope['teams'] | undefined> {
  if (owner.startsWith(VOUCHED)) return teams;
  const ring = [...(await keys.ring(owner)).values()];
  const reached = ring
    .filter((key) => whyNotLive(key, at) === undefined && mayAsk({ ...key, id: owner }, 'read-feed').may)
    .map((key) => key.teams);
  const left = within(teams, reached);
  return left === 'all' || left.length > 0 ? left : undefined;
}

function within(teams: Scope['teams'], reached: readonly Scope['teams'][]): Scope['teams'] {
  if (reached.includes('all')) return teams;
  const named = new Set(reached.flat());
  return teams === 'all' ? [...named].sort() : teams.filter((team) => named.has(team));
}
