/** What one process has seen of a ledger's deadlines. */
export interface Seen {
  /** Milliseconds of processor time in so many milliseconds, while nothing was due. */
  idle: { processor: number; wall: number };
  lags: number[];
  busy: { processor: number; wall: number };
  /** Megabytes. */
  memory: number;
  highest: number;
}
