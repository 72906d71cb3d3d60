import { readFileSync } from 'node:fs';

/** What the receiver wrote down. */
export interface Received {
  /** Where it came: one path for each subscription. */
  path: string;
  at: number;
  /** `webhook-id`, `webhook-timestamp` in seconds, the parts of `webhook-signature`. */
  id: string;
  timestamp: number;
  signatures: string[];
  body: string;
  /** Whether it was going to say so. */
  taken: boolean;
}

/** In the order of receipt. A line that a kill has cut off was never answered. */
export function readReceived(journal: string): Received[] {
  return readFileSync(journal, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Received];
      } catch {
        return [];
      }
    });
}
