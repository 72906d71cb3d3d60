import { commitmentHistory } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { AskCommitmentHistory } from './ask-commitment-history.query.js';

@QueryHandler(AskCommitmentHistory)
export class AskCommitmentHistoryHandler implements IQueryHandler<AskCommitmentHistory> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ commitment, question }: AskCommitmentHistory) {
    return commitmentHistory(this.readModel, commitment, question);
  }
}
