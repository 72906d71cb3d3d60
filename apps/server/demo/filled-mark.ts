import { type DemoSize } from '#kept/demo';
import { type EventStore } from '#kept/event-store';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A note beside the ledger that it holds a whole demo, so that the next start need not look. Without it, nothing is lost
 * but time: filling a demo again changes nothing.
 */
export class FilledMark {
  readonly #path: string;

  constructor(
    directory: string,
    private readonly store: EventStore,
    private readonly size: DemoSize,
  ) {
    this.#path = join(directory, 'demo.json');
  }

  async isThere(): Promise<boolean> {
    const found = await readFile(this.#path, 'utf8').catch(() => '');
    return found === (await this.#text());
  }

  async leave(): Promise<void> {
    await writeFile(this.#path, await this.#text());
  }

  /** Of this very store: another one in its place is another ledger. */
  async #text(): Promise<string> {
    return `${JSON.stringify({ ...this.size, ledger: await this.store.identity() })}\n`;
  }
}
