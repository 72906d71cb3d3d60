import { type Position } from '#kept/event-store';
import { type Kysely, type Transaction } from 'kysely';
import { ReadModelRefused } from './errors.js';
import { type ReadModel } from './read-model.js';
import { positionNumber } from './runner/position.js';
import { type Database } from './schema/database.js';
import { reachedByAll } from './waiting/reached.js';

/** Runs a question on one snapshot: rows, history and checkpoint of the same moment. */
export function ask<T>({ db }: ReadModel, question: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').execute(question);
}

/**
 * The position that an answer stands on: the one asked for, or as far as all the projections it reads have come.
 * @throws ReadModelRefused `not-built`, or `not-caught-up` where what is asked for has not been projected yet
 */
export async function standpointOf(
  { engine }: ReadModel,
  trx: Kysely<Database>,
  names: readonly string[],
  asOf: Position | undefined,
): Promise<number> {
  const reached = await reachedByAll(trx, names);
  if (reached === undefined)
    throw new ReadModelRefused('not-built', `${engine.place} has not been built yet: catch up with the store first`);
  const wanted = asOf === undefined ? reached : positionNumber(asOf);
  if (wanted > reached)
    throw new ReadModelRefused(
      'not-caught-up',
      `${engine.place} has come to position ${reached}, and the question is about ${wanted}: catch up first`,
    );
  return wanted;
}
