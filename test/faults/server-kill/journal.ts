import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';

/** A request that records something. Its marker stands in what it records, so the ledger can be asked for it. */
export interface Sent {
  marker: string;
  method: 'POST';
  path: string;
  key?: string;
  ifMatch?: string;
  body: Record<string, unknown>;
  /** Refused, whatever comes: a key that is known, with another content. */
  forged?: boolean;
}

/** A line of an intake, as it was sent, and the outcome it got. */
export interface SentLine {
  marker: string;
  id: string;
  command: string;
  body: Record<string, unknown>;
}

/** What the clients saw, in the order in which it came to be on disk. */
export type Seen =
  | { what: 'answered'; sent: Sent; status: number; replayed: boolean; body: string; afterLoss: boolean }
  | { what: 'line'; sent: SentLine; outcome: string; body: string; afterLoss: boolean }
  /** Sent, and nobody knows what became of it. */
  | { what: 'lost'; sent: Sent; kill: number }
  | { what: 'intake-lost'; lines: SentLine[]; kill: number }
  | { what: 'read'; path: string; status: number }
  | { what: 'wrong'; problem: string };

/** A file of what was seen. Nothing counts as seen before it is on disk. */
export class Journal {
  #pending: string[] = [];
  #written: Promise<void> | undefined;

  private constructor(private readonly file: FileHandle) {}

  static async create(path: string): Promise<Journal> {
    return new Journal(await open(path, 'wx'));
  }

  /** Resolves when it is on disk. What is written meanwhile shares the next sync. */
  async write(...seen: readonly Seen[]): Promise<void> {
    for (const one of seen) this.#pending.push(`${JSON.stringify(one)}\n`);
    await this.#written;
    this.#written ??= this.#flush().finally(() => (this.#written = undefined));
    await this.#written;
  }

  async close(): Promise<void> {
    await this.#written;
    await this.file.close();
  }

  async #flush(): Promise<void> {
    const text = this.#pending.join('');
    this.#pending = [];
    if (text === '') return;
    await this.file.write(text);
    await this.file.datasync();
  }
}

export async function* readJournal(path: string): AsyncGenerator<Seen> {
  for await (const line of createInterface({ input: createReadStream(path) })) yield JSON.parse(line) as Seen;
}
