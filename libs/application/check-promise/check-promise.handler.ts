import { commitmentFrom, decide, type MadeCommitment, obligationsOf, unmade } from '#kept/domain';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { CommitmentCircumstances } from '../ledger/index.js';
import { ResolvePromise } from '../make-promise/resolve-promise.js';
import { type CheckedPromise, CheckPromise } from './check-promise.query.js';

@QueryHandler(CheckPromise)
export class CheckPromiseHandler implements IQueryHandler<CheckPromise> {
  constructor(
    private readonly promises: ResolvePromise,
    private readonly circumstances: CommitmentCircumstances,
  ) {}

  /** @throws Refusal as making it would, were it the first commitment of its id */
  async execute({ data, moment }: CheckPromise): Promise<CheckedPromise> {
    const resolved = await this.promises.resolve(undefined, data);
    const [event] = decide({ type: 'MakePromise', data: resolved, metadata: moment }, unmade);
    if (event?.type !== 'PromiseMade') throw new Error('a promise is made by PromiseMade');
    const commitment = commitmentFrom([{ ...event, ...moment, id: 'promise', revision: 0 }]) as MadeCommitment;
    const { warnings, terms } = event.data;
    const circumstances = await this.circumstances.of(commitment);
    return { warnings, terms, obligations: obligationsOf(commitment, moment.occurredAt, circumstances) };
  }
}
