import {
  type CommitmentSubject,
  type CustomerSubject,
  type EntrySubject,
  type EntryTable,
  type Table,
  type TeamSubject,
} from '../projection.js';
import { type Row } from '../schema/columns.js';

const byPosition = (a: { position: number }, b: { position: number }): number => a.position - b.position;

/** What a run of events has changed, each subject once however often it was touched. */
export class Batch {
  readonly #entries: Map<EntryTable, Row[]>;
  readonly #commitments = new Map<number, CommitmentSubject>();
  readonly #customers = new Map<number, CustomerSubject>();
  readonly #teams = new Map<number, TeamSubject>();

  constructor(tables: readonly Table[]) {
    this.#entries = new Map(tables.flatMap((table) => (table.of === 'entry' ? [[table, []]] : [])));
  }

  /** An entry never changes, so its rows are made at once: they are far smaller than what was decoded. */
  addEntry(entry: EntrySubject): void {
    for (const [table, rows] of this.#entries) rows.push(table.row(entry));
  }

  addCommitment(commitment: CommitmentSubject): void {
    this.#commitments.set(commitment.position, commitment);
  }

  addCustomer(customer: CustomerSubject): void {
    this.#customers.set(customer.position, customer);
  }

  addTeam(team: TeamSubject): void {
    this.#teams.set(team.position, team);
  }

  /** The rows a table gets of it, in the order of their keys. */
  rowsFor(table: Table): Row[] {
    switch (table.of) {
      case 'entry':
        return this.#entries.get(table) ?? [];
      case 'commitment':
        return [...this.#commitments.values()].sort(byPosition).map(table.row);
      case 'customer':
        return [...this.#customers.values()].sort(byPosition).map(table.row);
      case 'team':
        return [...this.#teams.values()].sort(byPosition).map(table.row);
    }
  }
}
