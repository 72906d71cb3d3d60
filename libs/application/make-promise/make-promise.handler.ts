import { Refusal, type Warning } from '#kept/domain';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Commitments, fingerprintOf, type Receipt } from '../ledger/index.js';
import { MakePromise, type PromiseReceipt } from './make-promise.command.js';
import { ResolvePromise } from './resolve-promise.js';

@CommandHandler(MakePromise)
export class MakePromiseHandler implements ICommandHandler<MakePromise> {
  constructor(
    private readonly commitments: Commitments,
    private readonly promises: ResolvePromise,
  ) {}

  /** @throws Refusal `team-unknown`, `customer-unknown`, `customer-forgotten` beside those of the decider */
  async execute({ commitment, data, metadata }: MakePromise): Promise<PromiseReceipt> {
    // What was said, without the terms: a policy published meanwhile does not make a retry another promise.
    const fingerprint = metadata.fingerprint ?? fingerprintOf({ type: 'MakePromise', data, metadata });
    try {
      const resolved = await this.promises.resolve(commitment, data);
      const said = { ...metadata, fingerprint };
      const command = { type: 'MakePromise' as const, data: resolved };
      const { receipt, written } = await this.commitments.submitAndTell(commitment, command, said);
      const [made] = written;
      return made?.type === 'PromiseMade'
        ? { ...receipt, warnings: made.data.warnings }
        : await this.withWarnings(commitment, receipt);
    } catch (error) {
      // A customer forgotten since, say: the promise was made all the same.
      const first =
        error instanceof Refusal &&
        (await this.commitments.firstReceipt(commitment, { commandId: metadata.commandId, fingerprint }));
      if (first) return this.withWarnings(commitment, first);
      throw error;
    }
  }

  /** Those that were recorded: a repeated command is told what the first attempt was. */
  private async withWarnings(commitment: string, receipt: Receipt): Promise<PromiseReceipt> {
    const made = await this.commitments.glance(commitment);
    const warnings: readonly Warning[] = made.status === 'unmade' ? [] : made.promise.data.warnings;
    return { ...receipt, warnings };
  }
}
