/** The kinds of stream that the ledger keeps, one stream per entity: `commitment-42`. */
export const STREAM_KINDS = ['commitment', 'customer', 'team'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

export interface StreamReference {
  kind: StreamKind;
  id: string;
}

export function streamName(kind: StreamKind, id: string): string {
  return `${kind}-${id}`;
}

/** Which entity's stream it is; `undefined` for streams of other kinds. */
export function parseStreamName(stream: string): StreamReference | undefined {
  const dash = stream.indexOf('-');
  const kind = STREAM_KINDS.find((known) => known === stream.slice(0, dash));
  return kind && dash + 1 < stream.length ? { kind, id: stream.slice(dash + 1) } : undefined;
}
