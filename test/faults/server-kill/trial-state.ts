import { type Known } from './requests.js';

/** Commitments that anybody may touch, at most. */
const SHARED = 200;

/** What the clients of one load have in common. */
export class TrialState {
  /** Which kill is the next, or has just been. */
  kill = 0;
  /** Whether the clients are to come to an end. */
  isOver = false;
  /** Answers so far. */
  answers = 0;
  /** The last position that anybody was told, once it was on disk. */
  latest = 0n;
  readonly #shared: Known[] = [];

  constructor(private readonly progress: (answers: number) => void) {}

  answered(): void {
    this.answers += 1;
    if (this.answers % 20 === 0) this.progress(this.answers);
  }

  acknowledged(position: bigint): void {
    if (position > this.latest) this.latest = position;
  }

  share(known: Known): void {
    if (this.#shared.push(known) > SHARED) this.#shared.shift();
  }

  /** Somebody's commitment, as it was a while ago. */
  anybodys(next: () => number): Known | undefined {
    return this.#shared[Math.floor(next() * this.#shared.length)];
  }
}
