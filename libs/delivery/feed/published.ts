import { currentVersion, isOutdated } from '#kept/contracts';
import { dataOf, jsonOf, type Logged } from './logged.js';
import { withoutWithheld } from './withheld.js';

/** An event's data in the current version of its schema, as JSON and as everybody may see them. */
export function published(event: Logged): { schemaVersion: number; json: string } {
  const readable = isOutdated(event) ? brought(event) : event;
  return { schemaVersion: readable.schemaVersion, json: withoutWithheld(jsonOf(readable)) };
}

/** Data that the current version cannot be made of are what they are: they stop nobody's feed. */
function brought(event: Logged): Pick<Logged, 'schemaVersion'> & Parameters<typeof jsonOf>[0] {
  try {
    return currentVersion({ ...event, data: dataOf(event) });
  } catch {
    return event;
  }
}
