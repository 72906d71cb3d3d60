import { type JsonObject } from '#kept/event-store';

/** Turns the data of one schema version into that of the next. */
export type Upcaster = (data: JsonObject) => JsonObject;

/**
 * Per event type, the steps from version 1 upwards: the first makes a version 2 of a version 1, and so on. Events are
 * for ever, so a step is never removed; the current version of a type is one more than the steps it has.
 */
export const UPCASTERS: Readonly<Record<string, readonly Upcaster[]>> = {};
