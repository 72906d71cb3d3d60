import { refuseRequest } from '../http/request-refused.js';

const RETRY_SOON = { 'retry-after': '5' };

/** How many streams and waiting polls each principal holds open. */
export class OpenPlaces {
  readonly #held = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** @returns lets go of the place; twice is as good as once. @throws RequestRefused where they hold too many */
  take(principal: string): () => void {
    const held = this.#held.get(principal) ?? 0;
    if (held >= this.most) refuseRequest('streams-too-many', { most: this.most }, RETRY_SOON);
    this.#held.set(principal, held + 1);
    let isHeld = true;
    return () => {
      if (isHeld) this.#leave(principal);
      isHeld = false;
    };
  }

  #leave(principal: string): void {
    const left = this.#held.get(principal)! - 1;
    if (left === 0) this.#held.delete(principal);
    else this.#held.set(principal, left);
  }
}
