import { type Instant } from '#kept/domain';
import { type CompiledQuery, type Kysely, sql } from 'kysely';
import { type ReadModel } from '../read-model.js';
import { type Database } from '../schema/database.js';

/** A promise that is about to be made. */
export interface AnotherPromise {
  customer: string;
  kind: string;
  due: Instant;
  /** Commitments that it does not contradict: its own id, and the one that it makes good. */
  self: string | undefined;
  recoveryOf: string | undefined;
}

/** Of a customer's open commitments at most so many are looked at, the latest due first. */
const LOOKED_AT = 500;

/** How many are asked about in one statement; what is left of it is filled with nobody. */
const AT_ONCE = [1, 2, 4, 8, 16, 32, 64];

/**
 * Whether the customer has another open commitment of that kind with another due, by what is projected so far, however
 * far that is; one answer for each promise. Rejects where nothing was ever projected.
 */
export async function promisedOtherwise({ db }: ReadModel, promises: readonly AnotherPromise[]): Promise<boolean[]> {
  const answers = promises.map(() => false);
  const most = AT_ONCE.at(-1)!;
  for (let from = 0; from < promises.length; from += most) {
    const { rows } = await db.executeQuery(questionAbout(db, promises.slice(from, from + most)));
    for (const { n } of rows) answers[from + n] = true;
  }
  return answers;
}

/** No customer and no commitment has that id. */
const NOBODY = '';

interface Found {
  n: number;
}

const compiled = new WeakMap<Kysely<Database>, Map<number, CompiledQuery<Found>>>();

/** Every promise asks this: its SQL is put together once. */
function questionAbout(db: Kysely<Database>, promises: readonly AnotherPromise[]): CompiledQuery<Found> {
  const size = AT_ONCE.find((room) => room >= promises.length)!;
  let questions = compiled.get(db);
  if (!questions) compiled.set(db, (questions = new Map<number, CompiledQuery<Found>>()));
  let question = questions.get(size);
  if (!question) questions.set(size, (question = written(db, size)));
  const parameters: (string | number)[] = [];
  for (let n = 0; n < size; n += 1) {
    const promise = promises[n];
    if (!promise) parameters.push(n, NOBODY, NOBODY, 0, NOBODY, NOBODY);
    else {
      const { customer, kind, due, self, recoveryOf } = promise;
      parameters.push(n, customer, kind, due, self ?? NOBODY, recoveryOf ?? NOBODY);
    }
  }
  return { ...question, parameters };
}

/** Six parameters a promise, in the order in which they are filled in above. */
function written(db: Kysely<Database>, size: number): CompiledQuery<Found> {
  // A parameter among values has no type of its own.
  const number = sql`cast(${0} as bigint)`;
  const row = sql`(${sql.join([number, NOBODY, NOBODY, number, NOBODY, NOBODY])})`;
  const asked = sql.join(Array.from({ length: size }, () => row));
  return sql<Found>`
    with asked (n, customer, kind, due, self, recovery_of) as (values ${asked})
    select n from asked where exists (
      select 1 from (
        select commitment, kind, expectation_due from commitments
        where customer = asked.customer and status = 'open'
        order by expectation_due desc limit ${sql.lit(LOOKED_AT)}
      ) as other
      where other.kind = asked.kind and other.expectation_due <> asked.due
        and other.commitment <> asked.self and other.commitment <> asked.recovery_of
    )`.compile(db);
}
