import { CursorInvalid, type Feed, positionIn } from '#kept/delivery';
import { type Position, START } from '#kept/event-store';
import { field, type FieldOptions } from '../http/fields.js';
import { refuseRequest } from '../http/request-refused.js';

/** The end of the feed as it is when it is asked for. */
export const LATEST = 'latest';

/** A place in the feed, as answers give it. */
export const CURSOR = {
  type: 'string',
  pattern: `^(${LATEST}|(0|[1-9]\\d{0,14})-[0-9a-f]{1,8})$`,
  examples: ['4711-0b1e42d7'],
} as const;

const WRITTEN = new RegExp(CURSOR.pattern, 'u');

export const CursorText = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    (value: unknown, name) =>
      typeof value === 'string' && WRITTEN.test(value) ? value : refuseRequest('cursor-invalid', { field: name }),
    CURSOR,
    options,
  );

/**
 * The position to go on after; without a cursor the beginning.
 * @param field in which the cursor came
 * @throws RequestRefused where the cursor is none of this ledger, or of a state that it was taken back from
 */
export async function positionAfter(cursor: string | undefined, feed: Feed, field = 'after'): Promise<Position> {
  if (cursor === undefined) return START;
  const head = await feed.head();
  if (cursor === LATEST) return head;
  const position = positionOf(cursor, await feed.identity(), field);
  return position <= head ? position : refuseRequest('cursor-invalid', { field });
}

function positionOf(cursor: string, identity: string, field: string): Position {
  try {
    return positionIn(cursor, identity);
  } catch (error) {
    if (error instanceof CursorInvalid) refuseRequest('cursor-invalid', { field });
    throw error;
  }
}
