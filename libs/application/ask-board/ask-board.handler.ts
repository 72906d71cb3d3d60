import { listCommitments } from '#kept/read-model';
import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { type ReadModel, READ_MODEL } from '../read-model.token.js';
import { AskBoard } from './ask-board.query.js';

@QueryHandler(AskBoard)
export class AskBoardHandler implements IQueryHandler<AskBoard> {
  constructor(@Inject(READ_MODEL) private readonly readModel: ReadModel) {}

  execute({ question }: AskBoard) {
    return listCommitments(this.readModel, question);
  }
}
