import {
  type CommitmentSubject,
  type CustomerSubject,
  type EntrySubject,
  type EntryTable,
  type Table,
  type TeamSubject,
} from '../projection.js';
import { type Row, type Stored } from '../schema/columns.js';

const byKey = (a: Row, b: Row): number => Number(a['position']) - Number(b['position']);
const byPosition = (a: { position: number }, b: { position: number }): number => a.position - b.position;

/** What a run of events has changed, each subject once however often it was touched. */
export class Batch {
  readonly #entries: Map<EntryTable, Map<number, Record<string, Stored>>>;
  readonly #commitments = new Map<number, CommitmentSubject>();
  readonly #customers = new Map<number, CustomerSubject>();
  readonly #teams = new Map<number, TeamSubject>();

  constructor(tables: readonly Table[]) {
    this.#entries = new Map(
      tables.flatMap((table) => (table.of === 'entry' ? [[table, new Map<number, Record<string, Stored>>()]] : [])),
    );
  }

  /** An entry never changes, so what it adds is made at once: it is far smaller than what was decoded. */
  addEntry(entry: EntrySubject): void {
    for (const [table, rows] of this.#entries) {
      const added: Record<string, Stored> = table.row(entry);
      const row = rows.get(added['position'] as number);
      if (row) row[table.gathers] = (row[table.gathers] as string) + (added[table.gathers] as string);
      else rows.set(added['position'] as number, added);
    }
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
        return [...(this.#entries.get(table)?.values() ?? [])].sort(byKey);
      case 'commitment':
        return [...this.#commitments.values()].sort(byPosition).map(table.row);
      case 'customer':
        return [...this.#customers.values()].sort(byPosition).map(table.row);
      case 'team':
        return [...this.#teams.values()].sort(byPosition).map(table.row);
    }
  }
}
