import { type Duration, type MakePromise as Decision } from '#kept/domain';
import { Command } from '@nestjs/cqrs';
import { type CommandMetadata, type Receipt } from '../ledger/index.js';

/** What a person says of a promise; the terms come from the team's policy. */
export type Promised = Omit<Decision['data'], 'terms'> & {
  /** The least the customer accepts, as a time after the due; default: the policy's. */
  tolerance?: Duration;
};

/** Makes a promise to a customer. */
export class MakePromise extends Command<Receipt> {
  constructor(
    readonly commitment: string,
    readonly data: Promised,
    readonly metadata: CommandMetadata,
  ) {
    super();
  }
}
