import { commitmentById } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { AskCommitment } from './ask-commitment.query.js';

@QueryHandler(AskCommitment)
export class AskCommitmentHandler implements IQueryHandler<AskCommitment> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ commitment, question }: AskCommitment) {
    return commitmentById(this.readModel, commitment, question);
  }
}
