/** What goes wrong with an append. */
export type AppendFault =
  /** Written, and the connection breaks before the answer. */
  | 'answer-lost'
  /** Written, and the answer never comes. */
  | 'answer-never'
  /** The answer comes when the next append does. */
  | 'answer-late'
  /** Its first half is written, and the answer never comes: something on the way has cut it off. */
  | 'torn'
  /** Not written: the connection breaks. */
  | 'connection-lost'
  /** Not written: another node is the leader now. */
  | 'not-leader'
  | 'access-denied'
  | 'stream-deleted';

/** What goes wrong with a read, or a subscription. */
export type ReadFault =
  /** The connection breaks after so many events. */
  | { drop: number }
  /** The first so many events come twice, as after a checkpoint of a filter. */
  | { twice: number }
  /** Nothing comes any more after so many events. */
  | { hang: number }
  /** Milliseconds between two events. */
  | { slow: number };

/** Faults in the order in which they are to happen; `undefined`: this one goes well. */
export class Faults {
  readonly #appends: (AppendFault | undefined)[] = [];
  readonly #reads: (ReadFault | undefined)[] = [];
  /** Whether what has come of a cancelled append is written, as if its end had come. */
  tearsWhatIsCancelled = false;

  ofAppends(...faults: (AppendFault | undefined)[]): void {
    this.#appends.push(...faults);
  }

  ofReads(...faults: (ReadFault | undefined)[]): void {
    this.#reads.push(...faults);
  }

  nextAppend(): AppendFault | undefined {
    return this.#appends.shift();
  }

  nextRead(): ReadFault | undefined {
    return this.#reads.shift();
  }
}
