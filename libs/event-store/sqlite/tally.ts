/** Tells whether two walks in different orders met the same events, without keeping any of them. */
export class Tally {
  count = 0;
  #sum = 0;

  add(position: number, stream: string, revision: number): void {
    this.count += 1;
    // FNV-1a over the event's place, summed up: the order does not matter, the multitude does.
    let mixed = 0x811c9dc5;
    for (let i = 0; i < stream.length; i += 1) mixed = Math.imul(mixed ^ stream.charCodeAt(i), 0x01000193);
    mixed = Math.imul(mixed ^ revision, 0x01000193);
    mixed = Math.imul(mixed ^ position, 0x01000193);
    this.#sum = (this.#sum + mixed) | 0;
  }

  equals(other: Tally): boolean {
    return this.count === other.count && this.#sum === other.#sum;
  }
}
