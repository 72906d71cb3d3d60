import { AppendOutcomeUnknown, StoreUnavailable, type UnavailableReason } from '#kept/event-store';
import { type AroundAppend } from '../observation/observed-store.js';

export type LedgerTrouble = UnavailableReason | 'outcome-unknown';

/**
 * Whether the ledger can be written, as far as is known. An append that fails says no. Whoever is told to send nothing
 * cannot find out that it can be written again; so while it cannot, the place itself is tried.
 */
export class LedgerHealth {
  #trouble: LedgerTrouble | undefined;

  /** @param canWrite whether there is room for something where the ledger lies */
  constructor(private readonly canWrite: () => Promise<boolean>) {}

  readonly around: AroundAppend = async (_, append) => {
    try {
      const appended = await append();
      this.#trouble = undefined;
      return appended;
    } catch (error) {
      if (error instanceof StoreUnavailable) this.#trouble = error.reason;
      else if (error instanceof AppendOutcomeUnknown) this.#trouble = 'outcome-unknown';
      throw error;
    }
  };

  /** Why the ledger cannot be written. */
  async trouble(): Promise<LedgerTrouble | undefined> {
    if (this.#trouble === undefined) return undefined;
    // Room on the disk does not mend a damaged ledger: only an append that succeeds shows that.
    if (this.#trouble !== 'store-damaged' && (await this.canWrite())) this.#trouble = undefined;
    return this.#trouble;
  }
}
