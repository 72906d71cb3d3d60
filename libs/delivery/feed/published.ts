import { currentVersion } from '#kept/contracts';
import { type Json, type JsonObject, type LoggedEvent } from '#kept/event-store';

/**
 * Names under which no data leave the house: what is personal, and the sealed secrets of signing keys. Events of types
 * that this version does not know are searched as closely as the others.
 */
interface Withheld {
  personal?: Json;
  sealed?: Json;
}

const WITHHELD: ReadonlySet<string> = new Set<keyof Withheld>(['personal', 'sealed']);

/** An event's data in the current version of its schema, as everybody may see them. */
export function published(event: LoggedEvent): { schemaVersion: number; data: JsonObject } {
  const { schemaVersion, data } = readable(event);
  return { schemaVersion, data: withoutWithheld(data) };
}

/** Data that an older version cannot be made of are what they are: they stop nobody's feed. */
function readable(event: LoggedEvent): { schemaVersion: number; data: JsonObject } {
  try {
    return currentVersion(event);
  } catch {
    return event;
  }
}

/** The same object where there is nothing to withhold, which is the most common: to look costs less than to copy. */
const withoutWithheld = (data: JsonObject): JsonObject => (holdsWithheld(data) ? (cleaned(data) as JsonObject) : data);

function holdsWithheld(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsWithheld);
  for (const name of Object.keys(value)) if (WITHHELD.has(name) || holdsWithheld(value[name]!)) return true;
  return false;
}

function cleaned(value: Json): Json {
  if (!holdsWithheld(value)) return value;
  if (Array.isArray(value)) return value.map(cleaned);
  return cleanedObject(value as JsonObject & Withheld);
}

function cleanedObject({ personal, sealed, ...kept }: JsonObject & Withheld): JsonObject {
  for (const name of Object.keys(kept)) if (holdsWithheld(kept[name]!)) kept[name] = cleaned(kept[name]!);
  return kept;
}
