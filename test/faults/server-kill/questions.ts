import { type Answer } from './connection.js';
import { type Journal } from './journal.js';
import { type Known } from './requests.js';
import { type TrialState } from './trial-state.js';
import { type Writer } from './writer.js';

interface Written extends Known {
  position: bigint;
  revision: number;
}

/** Asks for what was written, with `after`, and looks whether it is there. */
export class Questions {
  #last: Written | undefined;
  /** Entries on the commitments of the last customer. */
  #entries: { entry: string; position: bigint }[] = [];

  constructor(private readonly parts: { writer: Writer; journal: Journal; state: TrialState; next: () => number }) {}

  wrote(known: Known, { position, entry }: { position: string; entry: string }): void {
    const written = { ...known, position: BigInt(position), revision: Number(known.etag.replaceAll('"', '')) };
    if (this.#last?.customer === known.customer) this.#entries.push({ entry, position: written.position });
    else this.#entries = [{ entry, position: written.position }];
    this.#last = written;
  }

  nextCustomer(): void {
    this.#last = undefined;
  }

  /** The commitment that was written last must be among those of its customer, as far as it was written. */
  async board(): Promise<void> {
    const last = this.#last;
    if (!last) return;
    const query = `customer=${last.customer}&sort=-changed&after=${last.position}`;
    const answer = await this.#ask('/v1/commitments', query, last.position);
    if (!answer) return;
    const { rows } = JSON.parse(answer.body) as { rows: { commitment: string; lastRevision: number }[] };
    const row = rows.find(({ commitment }) => commitment === last.commitment);
    if (!row || row.lastRevision < last.revision)
      await this.#wrong(`the board after ${last.position} shows ${last.commitment} at ${String(row?.lastRevision)}`);
  }

  /** Every entry that was written before must be a step. */
  async history(): Promise<void> {
    const last = this.#last;
    if (!last) return;
    const expected = this.#entries.filter(({ position }) => position <= last.position);
    const answer = await this.#ask(`/v1/customers/${last.customer}/history`, `after=${last.position}`, last.position);
    if (!answer) return;
    const { steps } = JSON.parse(answer.body) as { steps: { entry: string }[] };
    const shown = new Set(steps.map(({ entry }) => entry));
    const missing = expected.filter(({ entry }) => !shown.has(entry));
    if (missing.length > 0)
      await this.#wrong(`the history of ${last.customer} after ${last.position} lacks ${missing.length} entries`);
  }

  async rates(): Promise<void> {
    const { latest } = this.parts.state;
    await this.#ask('/v1/rates', `by=team&after=${latest}`, latest);
  }

  async #ask(path: string, query: string, after: bigint): Promise<Answer | undefined> {
    const answer = await this.parts.writer.ask({ method: 'GET', path: `${path}?${query}` });
    await this.parts.journal.write({ what: 'read', path, status: answer.status });
    const { position, code, parameters } = JSON.parse(answer.body) as Told;
    if (answer.status === 200) {
      if (BigInt(position!) < after) await this.#wrong(`${path} after ${after} answered as of ${position!}`);
      return answer;
    }
    // It may not have come that far yet. But a log that ends before what was acknowledged has lost it.
    if (code !== 'position-not-reached') await this.#wrong(`${path}?${query} answered ${answer.body}`);
    else if (BigInt(parameters!.head) < after)
      await this.#wrong(`the log ends at ${parameters!.head}, before ${after}`);
    return undefined;
  }

  #wrong(problem: string): Promise<void> {
    return this.parts.journal.write({ what: 'wrong', problem });
  }
}

interface Told {
  position?: string;
  code?: string;
  parameters?: { head: string };
}
