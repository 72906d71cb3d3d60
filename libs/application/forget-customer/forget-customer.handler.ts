import { type Instant } from '#kept/domain';
import { listCommitments, ReadModelRefused } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Customers, type Receipt } from '../ledger/index.js';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { ReviewCommitment } from '../review-commitment/review-commitment.command.js';
import { ForgetCustomer } from './forget-customer.command.js';

/** Commitments that are looked up at a time. */
const PAGE = 200;

@CommandHandler(ForgetCustomer)
export class ForgetCustomerHandler implements ICommandHandler<ForgetCustomer> {
  constructor(
    private readonly customers: Customers,
    private readonly commands: CommandBus,
    @Inject(READ_MODEL) private readonly readModel: ReadModel,
  ) {}

  /**
   * Whoever was forgotten some time ago was owed no notice since then: what the ledger has declared meanwhile is taken
   * back. Also after a repeat, for the first time may have been cut short.
   */
  async execute({ customer, data, metadata }: ForgetCustomer): Promise<Receipt> {
    const receipt = await this.customers.submit(customer, { type: 'ForgetCustomer', data }, metadata);
    await this.#review(customer, metadata.recordedAt);
    return receipt;
  }

  async #review(customer: string, now: Instant): Promise<void> {
    try {
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const place = cursor === undefined ? {} : { cursor };
        const page = await listCommitments(this.readModel, { at: now, customer, order: 'made', limit: PAGE, ...place });
        for (const { commitment } of page.rows) await this.commands.execute(new ReviewCommitment(commitment, now));
        cursor = page.next;
      }
    } catch (error) {
      // Nothing has been projected yet: then no watch has declared anything that would have to be taken back.
      if (!(error instanceof ReadModelRefused) || error.code !== 'not-built') throw error;
    }
  }
}
