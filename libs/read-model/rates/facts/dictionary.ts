/** Gives each of some texts a small number, in the order they are met. */
export class Dictionary {
  readonly #codes = new Map<string | null, number>();
  readonly #texts: (string | null)[] = [];

  get size(): number {
    return this.#texts.length;
  }

  /** The number of a text, which gets one where it has none. */
  codeFor(text: string | null): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    const code = this.#texts.length;
    this.#codes.set(text, code);
    this.#texts.push(text);
    return code;
  }

  textOf(code: number): string | null {
    return this.#texts[code]!;
  }

  /** By number, 1 for those among the texts. */
  maskOf(texts: readonly string[]): Uint8Array {
    const mask = new Uint8Array(this.size);
    for (const text of texts) {
      const code = this.#codes.get(text);
      if (code !== undefined) mask[code] = 1;
    }
    return mask;
  }
}
