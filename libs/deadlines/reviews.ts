import { type Instant } from '#kept/domain';
import { type AgendaItem, type ReviewOne } from './ports.js';

/**
 * Reviews under way at once: their appends share a transaction. With 64 of them a burst of 20,000 breaches took twice as
 * long, waiting for the disk; a thousand are no faster.
 */
const AT_ONCE = 256;

/** A commitment that could not be reviewed, and why. */
export interface FailedReview {
  item: AgendaItem;
  error: unknown;
}

/** Reviews commitments, some at a time. One that fails leaves the others their turn. */
export async function reviewAll(
  items: readonly AgendaItem[],
  now: Instant,
  review: (...of: Parameters<ReviewOne>) => Promise<unknown>,
  signal: AbortSignal,
): Promise<FailedReview[]> {
  const failed: FailedReview[] = [];
  const left = items.values();
  const work = async (): Promise<void> => {
    for (const item of left) {
      if (signal.aborted) return;
      try {
        await review(item.commitment, now);
      } catch (error) {
        failed.push({ item, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, work));
  return failed;
}
