/** What the clients are told: where the server is, who they are and where to keep their journal. */
export interface LoadOrder {
  address: string;
  keys: Record<'admin' | 'supervisor', string>;
  journal: string;
  clients: number;
  seed: number;
}

/** What the clients say: that they begin, how many answers there were, that they know of the next kill; and the end. */
export type LoadReport = { answers: number } | { warned: number } | 'begun' | 'done';

/** What the clients are told later: that a kill is near, and that it is enough. */
export type LoadWord = { kill: number } | 'enough';
