import { type Position } from '#kept/event-store';

/** A cursor that is none of this ledger: of another one, or made up. */
export class CursorInvalid extends Error {
  constructor() {
    super('the cursor is none of this ledger');
    this.name = 'CursorInvalid';
  }
}

const CURSOR = /^(0|[1-9]\d{0,14})-([0-9a-f]{1,8})$/;

/** Enough of a store's identity to notice that a cursor was carried from one ledger to another. */
const marked = (identity: string): string => identity.slice(0, 8);

/**
 * A place in the feed, as readers hold it: opaque to them, valid for as long as the ledger is.
 * @param identity of the event store
 */
export const cursorAt = (position: Position, identity: string): string => `${position}-${marked(identity)}`;

/** The position a cursor stands for. @throws CursorInvalid */
export function positionIn(cursor: string, identity: string): Position {
  const [, position, mark] = CURSOR.exec(cursor) ?? [];
  if (position === undefined || mark !== marked(identity)) throw new CursorInvalid();
  return BigInt(position) as Position;
}
