import { FlipTally, flippedJson } from '#kept/answers';
import { PreviewPolicy, ReapplyPolicy } from '#kept/application';
import { formatInstant, instant } from '#kept/domain';
import { Controller, HttpCode, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { type Caller, Calling } from '../access/caller.js';
import { PolicyPreviewAnswer, ReappliedAnswer } from '../answers/policy.answer.js';
import { Answers } from '../http/answer-fields.js';
import { momentOrNow } from '../http/asked.js';
import { Problems } from '../http/documented.js';
import { Id } from '../http/id.js';
import { PreviewQuery, reapplicationOf, ReapplicationQuery } from './policy-query.js';

/** Versions of policies, and the promises that were made under others. */
@ApiTags('teams')
@Controller('v1/teams/:team/policies/:version')
export class PoliciesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly commands: CommandBus,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Allow('reapply-policies', { team: 'in-path' })
  @Answers(
    'Shows which outcomes and deadlines a version of the policy would change, and for whom.',
    PolicyPreviewAnswer,
  )
  @Problems(422)
  async previewPolicy(@Id('team') team: string, @Id('version') version: string, @Query() asked: PreviewQuery) {
    const question = new PreviewPolicy(reapplicationOf(team, version, asked), momentOrNow(asked));
    const { rows, at, ...preview } = await this.queries.execute(question);
    const tally = new FlipTally();
    for (const row of rows) tally.add(row);
    return { ...preview, rows: rows.map(flippedJson), totals: tally.totals(), at: formatInstant(at) };
  }

  @Post('reapply')
  @HttpCode(200)
  @Allow('reapply-policies', { team: 'in-path' })
  @Answers('Judges commitments by a version of the policy from now on. Again, it changes nothing.', ReappliedAnswer)
  @Problems(422)
  async reapplyPolicy(
    @Id('team') team: string,
    @Id('version') version: string,
    @Query() asked: ReapplicationQuery,
    @Calling() { principal, role }: Caller,
  ): Promise<ReappliedAnswer> {
    const actor = { id: principal, role };
    const question = reapplicationOf(team, version, asked);
    const { position, ...done } = await this.commands.execute(new ReapplyPolicy(question, actor, instant(Date.now())));
    return { ...done, ...(position !== undefined && { position: String(position) }) };
  }
}
