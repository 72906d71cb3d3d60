import { commitmentJson, deadlinesJson, listedJson, obligationJson, standingSteps, stepJson } from '#kept/answers';
import { AccessLog, AskBoard, ExplainDeadlines, ShowCommitment, type ShownCommitment } from '#kept/application';
import { formatInstant } from '#kept/domain';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { type Caller, Calling, teamsOf } from '../access/caller.js';
import { BoardAnswer } from '../answers/commitment.answer.js';
import { DeadlinesAnswer } from '../answers/deadlines.answer.js';
import { ShownCommitmentAnswer, StepAnswer } from '../answers/history.answer.js';
import { Answers } from '../http/answer-fields.js';
import { AskedAt, momentOf, momentOrNow, pageOf } from '../http/asked.js';
import { given } from '../http/given.js';
import { Id } from '../http/id.js';
import { refuseRequest } from '../http/request-refused.js';
import { etagOf } from '../http/revision.js';
import { boardOf, BoardQuery, orderOf } from './board.query.js';
import { CommitmentQuery } from './commitment.query.js';

/** What is promised, and how it stands. */
@ApiTags('commitments')
@Controller('v1/commitments')
export class CommitmentsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly log: AccessLog,
  ) {}

  @Get()
  @Allow('read-commitments', { team: 'narrowed' })
  @Answers('Lists commitments, page by page: what is promised, and how it stands.', BoardAnswer)
  async listCommitments(@Query() asked: BoardQuery, @Req() request: FastifyRequest) {
    const board = await this.queries.execute(
      new AskBoard({ ...boardOf(asked, teamsOf(request)), ...orderOf(asked), ...pageOf(asked) }),
    );
    const { rows, next, position, at } = board;
    return { rows: rows.map(listedJson), ...(next !== undefined && { next }), position, at: formatInstant(at) };
  }

  @Get(':commitment')
  @Allow('read-commitments', { team: 'of-commitment' })
  @Answers('Shows a commitment, and how it came to stand where it stands.', ShownCommitmentAnswer, {
    headers: ['ETag'],
  })
  async showCommitment(
    @Id('commitment') id: string,
    @Query() asked: CommitmentQuery,
    @Calling() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const shown = await this.shown(id, asked, caller);
    reply.header('etag', etagOf(shown.formRevision));
    const { commitment, at, knownAt, position, formRevision } = shown;
    return {
      ...commitmentJson(commitment),
      revision: Number(formRevision),
      steps: standingSteps(shown).map(stepJson),
      obligations: shown.obligations.map((one) => obligationJson(one, at)),
      at: formatInstant(at),
      ...(knownAt !== undefined && { knownAt: formatInstant(knownAt) }),
      position,
    };
  }

  @Get(':commitment/deadlines')
  @Allow('read-commitments', { team: 'of-commitment' })
  @Answers('Shows why each of its deadlines is when it is: rules, calendars, versions.', DeadlinesAnswer)
  async explainDeadlines(@Id('commitment') id: string, @Query() asked: AskedAt) {
    const explained = await this.queries.execute(new ExplainDeadlines(id, momentOrNow(asked)));
    return explained ? deadlinesJson(explained) : refuseRequest('resource-unknown', { kind: 'commitment', id });
  }

  @Get(':commitment/entries/:entry')
  @Allow('read-commitments', { team: 'of-commitment' })
  @Answers('Shows one entry of a commitment, and what it changed.', StepAnswer)
  async showEntry(
    @Id('commitment') id: string,
    @Id('entry') entry: string,
    @Query() asked: CommitmentQuery,
    @Calling() caller: Caller,
  ) {
    const shown = await this.shown(id, asked, caller);
    const step = standingSteps(shown).find((one) => one.entry === entry);
    return step ? stepJson(step) : refuseRequest('resource-unknown', { kind: 'entry', id: entry });
  }

  /** Whoever wants to see personal data must be allowed to, and it is on record before they see any. */
  private async shown(id: string, asked: CommitmentQuery, caller: Caller): Promise<ShownCommitment> {
    const personal = asked.personal === 'true';
    const question = { at: momentOrNow(asked), ...given({ knownAt: momentOf(asked.knownAt, 'knownAt') }), personal };
    const shown = await this.queries.execute(new ShowCommitment(id, question));
    if (!shown) return refuseRequest('resource-unknown', { kind: 'commitment', id });
    if (personal) {
      const { team, customer } = shown.commitment;
      caller.mustMay('read-personal-data', { teams: [team] });
      await this.log.personalDataRead(caller.who, `commitment ${id}`, [customer]);
    }
    return shown;
  }
}
