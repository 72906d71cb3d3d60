import { type LoggedEvent, type Position } from '#kept/event-store';
import { type FeedQuestion } from './feed-reader.js';

/** What a question finds in a whole log, by looking at every event and at every event before it. */
export function bruteForce(log: readonly LoggedEvent[], question: FeedQuestion, after: Position): string[] {
  return log
    .filter((event) => event.position > after && isSeen(event, log, question) && isWanted(event, log, question))
    .map(({ id }) => id);
}

const firstOf = ({ stream }: LoggedEvent, log: readonly LoggedEvent[]): LoggedEvent =>
  log.find((event) => event.stream === stream)!;

function aboutTeam(event: LoggedEvent, log: readonly LoggedEvent[]): unknown {
  if (event.stream.startsWith('team-')) return event.stream.replace('team-', '');
  return event.stream.startsWith('commitment-') ? firstOf(event, log).data['team'] : undefined;
}

function aboutCustomer(event: LoggedEvent, log: readonly LoggedEvent[]): unknown {
  if (event.stream.startsWith('customer-')) return event.stream.replace('customer-', '');
  return event.stream.startsWith('commitment-') ? firstOf(event, log).data['customer'] : undefined;
}

function isSeen(event: LoggedEvent, log: readonly LoggedEvent[], { scope }: FeedQuestion): boolean {
  const [kind] = event.stream.split('-', 1);
  if (!event.stream.includes('-')) return false;
  const inScope = (team: unknown): boolean => scope.teams === 'all' || scope.teams.some((one) => one === team);
  if (kind === 'commitment' || kind === 'team') return inScope(aboutTeam(event, log));
  if (kind === 'customer') return scope.teams === 'all';
  if (kind === 'subscription')
    return scope.subscriptions === 'any' || firstOf(event, log).data['owner'] === scope.principal;
  return false;
}

function isWanted(event: LoggedEvent, log: readonly LoggedEvent[], { filter }: FeedQuestion): boolean {
  const first = firstOf(event, log);
  const among = (wanted: readonly unknown[] | undefined, value: unknown): boolean => !wanted || wanted.includes(value);
  const { obligation, deadline, historic } = event.data as { obligation?: { kind?: string } } & typeof event.data;
  const isHistoric =
    (event.type === 'BreachDeclared' && historic === true) ||
    (event.type === 'BreachRetracted' && new Date(deadline as string).getTime() < first.recordedAt);
  return (
    among(filter.types, event.type) &&
    among(filter.obligations, obligation?.kind) &&
    among(filter.teams, aboutTeam(event, log)) &&
    among(filter.customers, aboutCustomer(event, log)) &&
    among(filter.segments, event.stream.startsWith('commitment-') ? first.data['segment'] : undefined) &&
    (filter.historic === true || !isHistoric)
  );
}
