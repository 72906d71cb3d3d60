/** What promises are about: one stream per entity, `commitment-42`. */
export const ENTITY_KINDS = ['commitment', 'customer', 'team'] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** The kinds of stream that the ledger keeps. */
export const STREAM_KINDS = [...ENTITY_KINDS, 'subscription', 'access'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

export interface StreamReference<Kind extends StreamKind = StreamKind> {
  kind: Kind;
  id: string;
}

/** The stream of a thing that promises are about: all that can be brought in from elsewhere. */
export type EntityReference = StreamReference<EntityKind>;

export function streamName(kind: StreamKind, id: string): string {
  return `${kind}-${id}`;
}

/** Which entity's stream it is; `undefined` for streams of other kinds. */
export function parseStreamName(stream: string): StreamReference | undefined {
  const dash = stream.indexOf('-');
  const kind = STREAM_KINDS.find((known) => known === stream.slice(0, dash));
  return kind && dash + 1 < stream.length ? { kind, id: stream.slice(dash + 1) } : undefined;
}
