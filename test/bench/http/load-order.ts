/** What a load generator is to ask. */
export interface LoadOrder {
  address: string;
  connections: number;
  /** Milliseconds before anything counts. */
  warmUp: number;
  milliseconds: number;
  method: 'GET' | 'POST';
  path: string;
  /** Asked in turn in the place of `path`: no two questions in a row are the same. */
  paths?: readonly string[];
  headers: Record<string, string>;
  /** Sent in turn; none for a question. */
  bodies: readonly string[];
  /** Whether every request has an `Idempotency-Key` of its own. */
  keyed?: boolean;
}

/** What it measured. Times are milliseconds from the last byte of a request to the last of its answer. */
export interface LoadFigures {
  answers: number;
  milliseconds: number;
  /** Answers by status. */
  statuses: Record<string, number>;
  p50: number;
  p99: number;
  max: number;
}
