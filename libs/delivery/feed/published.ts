import { currentVersion } from '#kept/contracts';
import { type Json, type JsonObject, type LoggedEvent } from '#kept/event-store';

/**
 * Names under which no data leave the house: what is personal, and the sealed secrets of signing keys. Events of types
 * that this version does not know are searched as closely as the others.
 */
const WITHHELD: ReadonlySet<string> = new Set(['personal', 'sealed']);

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

/** The same object where there is nothing to withhold, which is the most common. */
function withoutWithheld<T extends Json>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  return (Array.isArray(value) ? listed(value) : fields(value)) as T;
}

function listed(values: Json[]): Json[] {
  const clean = values.map(withoutWithheld);
  return clean.every((value, index) => value === values[index]) ? values : clean;
}

function fields(values: JsonObject): JsonObject {
  let isClean = true;
  const clean: [string, Json][] = [];
  for (const name of Object.keys(values)) {
    const value = values[name]!;
    if (WITHHELD.has(name)) {
      isClean = false;
      continue;
    }
    const kept = withoutWithheld(value);
    isClean &&= kept === value;
    clean.push([name, kept]);
  }
  return isClean ? values : Object.fromEntries(clean);
}
