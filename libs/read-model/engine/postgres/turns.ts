import { type Beginnings } from '#kept/postgres';

/** Of the locks that this program takes by number; the other half is the schema's. */
const WRITERS = 1_263_620_948;

export const TURNS: Beginnings = {
  /**
   * Writers take turns from their beginning on, as they do on SQLite, whichever process they are of: what one of them has
   * looked at stays as it was until it has written. Each then sees all that was committed before its turn came. Indexes of
   * a large build take their time.
   */
  writing: `begin; set local statement_timeout = 0; select pg_advisory_xact_lock(${WRITERS}, hashtext(current_schema()))`,
  /**
   * A question takes its lock before its snapshot — `lock table` is the one statement that takes none: so the snapshot is
   * of after the change of a view that it had to wait for.
   */
  asking: 'begin isolation level repeatable read read only; lock table projections in access share mode',
};
