import { type JsonObject, type LoggedEvent, type LoggedText } from '#kept/event-store';

/** An event as it comes from the log: what is read has its data as JSON, what is followed has them parsed. */
export type Logged = LoggedEvent | LoggedText;

/** What carries data, in either form. */
type Data = Pick<LoggedEvent, 'data'> | Pick<LoggedText, 'json'>;

export const dataOf = (event: Data): JsonObject =>
  'data' in event ? event.data : (JSON.parse(event.json) as JsonObject);

export const jsonOf = (event: Data): string => ('json' in event ? event.json : JSON.stringify(event.data));

/**
 * Whether such a member may be somewhere in its data. To look for it in a text costs less than to parse it.
 * @param member as it begins in JSON: `"historic":true`
 */
export const mayHold = (event: Data, member: string): boolean => 'data' in event || event.json.includes(member);
