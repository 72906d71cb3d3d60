/** A ledger, or a copy of one, that is not as it was written. */
export class Unsound extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'Unsound';
  }
}
