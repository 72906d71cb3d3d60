import { type Position } from '#kept/event-store';
import { LRUCache } from 'lru-cache';

/** A part of the log, after one position and through another, in which a question found nothing among so many events. */
interface Span {
  after: Position;
  through: Position;
  events: number;
}

export interface EmptySpansOptions {
  /** Questions that are remembered. */
  questions?: number;
  /** Spans of each; the shortest are forgotten first. */
  spans?: number;
}

/**
 * Where in the log there is nothing for whom. The log only grows, so what was empty stays empty, and whoever asks again,
 * or asks the same as somebody else, is taken over it at once.
 */
export class EmptySpans {
  readonly #of: LRUCache<string, Span[]>;
  readonly #most: number;

  constructor({ questions = 1_000, spans = 64 }: EmptySpansOptions = {}) {
    this.#of = new LRUCache({ max: questions });
    this.#most = spans;
  }

  /** Where reading after a position may begin. */
  over(question: string, after: Position): Position {
    const spans = this.#of.get(question) ?? [];
    const span = spans.find((one) => one.after <= after && after < one.through);
    return span?.through ?? after;
  }

  /** @param events how many lie there: positions do not say */
  remember(question: string, { after, through, events }: Span): void {
    const spans = this.#of.get(question) ?? [];
    const merged: Span = { after, through, events };
    const others: Span[] = [];
    for (const span of spans) {
      if (span.through < after || span.after > through) others.push(span);
      else join(merged, span);
    }
    if (others.length === this.#most) others.splice(shortest(others), 1);
    this.#of.set(question, [...others, merged]);
  }
}

/** Where they overlap, what lies in both is counted twice: the count only says which span is worth the most. */
function join(one: Span, other: Span): void {
  if (other.after < one.after) one.after = other.after;
  if (other.through > one.through) one.through = other.through;
  one.events += other.events;
}

const shortest = (spans: readonly Span[]): number =>
  spans.reduce((least, { events }, index) => (events < spans[least]!.events ? index : least), 0);
