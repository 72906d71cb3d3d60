import { type Instant } from '#kept/domain';
import { type CompiledQuery, type Kysely } from 'kysely';
import { type ReadModel } from '../read-model.js';
import { type Database } from '../schema/database.js';
import { ask } from '../standpoint.js';

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

/**
 * Whether the customer has another open commitment of that kind with another due, by what is projected so far, however
 * far that is; one answer for each promise. Rejects where nothing was ever projected.
 */
export function promisedOtherwise(model: ReadModel, promises: readonly AnotherPromise[]): Promise<boolean[]> {
  return ask(model, async (trx) => {
    const answers: boolean[] = [];
    for (const promise of promises) {
      const { rows } = await trx.executeQuery(questionAbout(model.db, promise));
      answers.push(rows.length > 0);
    }
    return answers;
  });
}

/** No commitment has that id. */
const NOBODY = '';

const compiled = new WeakMap<Kysely<Database>, CompiledQuery>();

/** Every promise asks this: its SQL is put together once. */
function questionAbout(db: Kysely<Database>, promise: AnotherPromise): CompiledQuery {
  let question = compiled.get(db);
  if (!question) compiled.set(db, (question = written(db, promise)));
  const { customer, kind, due, self, recoveryOf } = promise;
  return { ...question, parameters: [customer, 'open', LOOKED_AT, kind, due, self ?? NOBODY, recoveryOf ?? NOBODY, 1] };
}

/** Written with its parameters in the order in which they are filled in above. */
function written(
  db: Kysely<Database>,
  { customer, kind, due, self = NOBODY, recoveryOf = NOBODY }: AnotherPromise,
): CompiledQuery {
  const open = db
    .selectFrom('commitments')
    .select(['commitment', 'kind', 'expectation_due'])
    .where('customer', '=', customer)
    .where('status', '=', 'open')
    .orderBy('expectation_due', 'desc')
    .limit(LOOKED_AT);
  return db
    .selectFrom(open.as('open'))
    .select('commitment')
    .where('kind', '=', kind)
    .where('expectation_due', '<>', due)
    .where('commitment', '<>', self)
    .where('commitment', '<>', recoveryOf)
    .limit(1)
    .compile();
}
