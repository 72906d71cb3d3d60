import { EventEmitter, once } from 'node:events';
import { type Holding } from './holding.js';
import { type SharedWork } from './sharing.js';

/** A worker that only says what it holds. */
export class Idler implements SharedWork {
  readonly #changes = new EventEmitter();
  readonly held: Holding[] = [];
  /** What it does before it lets go. */
  letGo: () => Promise<void> = () => Promise.resolve();

  async hold(holding: Holding): Promise<void> {
    await this.letGo();
    this.held.push(holding);
    this.#changes.emit('held');
  }

  get size(): number {
    return this.held.at(-1)?.size ?? 0;
  }

  get shares(): number[] {
    return [...(this.held.at(-1) ?? [])];
  }

  /** Resolves when what it holds is as wanted. */
  async until(isWanted: () => boolean): Promise<void> {
    while (!isWanted()) await once(this.#changes, 'held');
  }
}
