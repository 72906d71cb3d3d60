import { type EventFilter } from '#kept/domain';
import { type JsonObject, type LoggedEvent } from '#kept/event-store';
import { type Parties } from './feed-entry.js';
import { type Origin } from './origins.js';

/** What can be said of an event by itself: most are passed over before anybody looks whom they are about. */
export function mayMatch(event: LoggedEvent, { types, obligations, historic = false }: EventFilter): boolean {
  if (types && !types.includes(event.type)) return false;
  if (obligations && !(obligations as readonly unknown[]).includes(obligationOf(event))) return false;
  return historic || event.type !== 'BreachDeclared' || event.data['historic'] !== true;
}

/** The rest: whom it is about. */
export function matches(
  event: LoggedEvent,
  { team, customer, segment }: Parties,
  origin: Origin | undefined,
  { teams, customers, segments, historic = false }: EventFilter,
): boolean {
  return (
    isAmong(teams, team) &&
    isAmong(customers, customer) &&
    isAmong(segments, segment) &&
    (historic || !retractsHistoric(event, origin))
  );
}

const isAmong = (wanted: readonly string[] | undefined, value: string | undefined): boolean =>
  wanted === undefined || (value !== undefined && wanted.includes(value));

/** Of `BreachForeseen`, `BreachDeclared` and `BreachRetracted`; of others, and of what cannot be read, nothing. */
export function obligationOf({ data }: { data: JsonObject }): unknown {
  const { obligation } = data;
  return typeof obligation === 'object' && obligation !== null && !Array.isArray(obligation)
    ? obligation['kind']
    : undefined;
}

/** Who was not told of a breach need not be told that it is retracted. A retraction does not say so itself. */
function retractsHistoric({ type, data }: LoggedEvent, origin: Origin | undefined): boolean {
  if (type !== 'BreachRetracted' || !origin) return false;
  return typeof data['deadline'] === 'string' && Date.parse(data['deadline']) < origin.recordedAt;
}
