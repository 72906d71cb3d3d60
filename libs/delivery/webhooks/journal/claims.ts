import { type Position } from '#kept/event-store';
import { type Kysely, sql } from 'kysely';
import { type JournalDatabase } from './database/database.js';
import { stored, type Tables } from './schema.js';

/** That an endpoint is a worker's: the last one who has claimed it may write of it, and nobody else. */
export interface Claim {
  /** A run of a worker, by an id that no other has. */
  holder: string;
  /** How often the endpoint had been claimed by then: one worker may lose it and have it again. */
  number: number;
}

/** Endpoints that are asked for at a time. */
const AT_A_TIME = 500;

/**
 * Makes an endpoint a worker's, whoever had it. What the other has begun to write is written before, and whatever it
 * writes later is not.
 */
export async function claim(
  trx: Kysely<Tables>,
  { subscription, holder, openedAt }: { subscription: string; holder: string; openedAt: Position },
): Promise<Claim> {
  const standing = { cursor: stored(openedAt), replayed: -1, breaker: 'closed', probes_at: null } as const;
  const { claims } = await trx
    .insertInto('endpoints')
    .values({ subscription, ...standing, holder, claims: 1 })
    .onConflict((conflict) =>
      conflict.column('subscription').doUpdateSet({ holder, claims: sql`${sql.ref('endpoints.claims')} + 1` }),
    )
    .returning('claims')
    .executeTakeFirstOrThrow();
  return { holder, number: claims };
}

/**
 * Of some endpoints those that are not a worker's any more. Until the transaction ends nobody can claim the others.
 * @param claims the worker's
 */
export async function lostOf(
  trx: Kysely<Tables>,
  { locksRows }: Pick<JournalDatabase, 'locksRows'>,
  subscriptions: readonly string[],
  claims: ReadonlyMap<string, Claim>,
): Promise<Set<string>> {
  const lost = new Set(subscriptions);
  for (let done = 0; done < subscriptions.length; done += AT_A_TIME) {
    // In an order, so that two who lock several do not wait for each other.
    const query = trx
      .selectFrom('endpoints')
      .select(['subscription', 'holder', 'claims'])
      .where('subscription', 'in', subscriptions.slice(done, done + AT_A_TIME))
      .orderBy('subscription');
    for (const { subscription, holder, claims: number } of await (locksRows ? query.forUpdate() : query).execute()) {
      const ours = claims.get(subscription);
      if (ours?.holder === holder && ours.number === number) lost.delete(subscription);
    }
  }
  return lost;
}
