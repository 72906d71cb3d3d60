import { type EventFilter } from '#kept/domain';
import { type Parties } from './feed-entry.js';
import { dataOf, type Logged, mayHold } from './logged.js';
import { type Origin } from './origins.js';

/** What can be said of an event by itself: most are passed over before anybody looks whom they are about. */
export function mayMatch(event: Logged, { types, obligations, historic = false }: EventFilter): boolean {
  if (types && !types.includes(event.type)) return false;
  if (obligations && !(obligations as readonly unknown[]).includes(obligationOf(event))) return false;
  return historic || event.type !== 'BreachDeclared' || !isHistoric(event);
}

const isHistoric = (event: Logged): boolean => mayHold(event, '"historic":true') && dataOf(event)['historic'] === true;

/** The rest: whom it is about. */
export function matches(
  event: Logged,
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
function obligationOf(event: Logged): unknown {
  if (!mayHold(event, '"obligation":')) return undefined;
  const { obligation } = dataOf(event);
  return typeof obligation === 'object' && obligation !== null && !Array.isArray(obligation)
    ? obligation['kind']
    : undefined;
}

/** Who was not told of a breach need not be told that it is retracted. A retraction does not say so itself. */
function retractsHistoric(event: Logged, origin: Origin | undefined): boolean {
  if (event.type !== 'BreachRetracted' || origin?.recordedAt === undefined) return false;
  const { deadline } = dataOf(event);
  return typeof deadline === 'string' && Date.parse(deadline) < origin.recordedAt;
}
