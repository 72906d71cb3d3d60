import { type Duration, type MakePromise as Decision, type Warning } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** What a person says of a promise; the terms come from the team's policy. */
export type Promised = Omit<Decision['data'], 'terms' | 'circumstances'> & {
  /** The least the customer accepts, as a time after the due; default: the policy's. */
  tolerance?: Duration;
};

/** The promise is made, and this was strange about it. */
export type PromiseReceipt = Receipt & { warnings: readonly Warning[] };

/** Makes a promise to a customer. */
export class MakePromise extends Command<PromiseReceipt> {
  constructor(
    readonly commitment: string,
    readonly data: Promised,
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
