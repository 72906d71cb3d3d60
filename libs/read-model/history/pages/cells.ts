import { absentIn, type Entry, typeIn, type WrittenPage } from './entry-types.js';

/** Goes over the cells of a page, one after the other. */
export class Cells {
  /** Behind the 0 and the stream's position. */
  #at = 2;
  #absent = 0;

  constructor(private readonly page: WrittenPage) {}

  get atEnd(): boolean {
    return this.#at >= this.page.length;
  }

  /** A cell that every entry has. */
  number(): number {
    return this.page[this.#at++] as number;
  }

  /** A cell that every entry has. */
  text(): string {
    return this.page[this.#at++] as string;
  }

  /** The type of an entry; from here on cells may have been left out. */
  type(): Entry['type'] {
    const shape = this.number();
    this.#absent = absentIn(shape);
    return typeIn(shape);
  }

  /** The next of the cells that what an entry says is made of; `null` where it was left out. */
  next(): unknown {
    const absent = this.#absent;
    this.#absent = absent >> 1;
    return (absent & 1) === 1 ? null : this.page[this.#at++];
  }
}
