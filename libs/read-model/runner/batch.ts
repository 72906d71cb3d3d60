import { type CommitmentSubject, type CustomerSubject, type EntrySubject, type Table } from '../projection.js';
import { type Row } from '../schema/columns.js';

const byPosition = (a: { position: number }, b: { position: number }): number => a.position - b.position;

/** What a run of events has changed, each subject once however often it was touched. */
export class Batch {
  readonly #entries: EntrySubject[] = [];
  readonly #commitments = new Map<number, CommitmentSubject>();
  readonly #customers = new Map<number, CustomerSubject>();

  addEntry(entry: EntrySubject): void {
    this.#entries.push(entry);
  }

  addCommitment(commitment: CommitmentSubject): void {
    this.#commitments.set(commitment.position, commitment);
  }

  addCustomer(customer: CustomerSubject): void {
    this.#customers.set(customer.position, customer);
  }

  /** The rows a table gets of it, in the order of their keys. */
  rowsFor(table: Table): Row[] {
    switch (table.of) {
      case 'entry':
        return this.#entries.map(table.row);
      case 'commitment':
        return [...this.#commitments.values()].sort(byPosition).map(table.row);
      case 'customer':
        return [...this.#customers.values()].sort(byPosition).map(table.row);
    }
  }
}
