import { dutyJson, termsJson } from '#kept/answers';
import { CheckPromise } from '#kept/application';
import { instant, parseInstant } from '#kept/domain';
import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { type Caller, Calling } from '../access/caller.js';
import { CheckedPromiseAnswer } from '../answers/terms.answer.js';
import { warningsJson } from '../http/warnings.js';
import { Answers } from '../http/answer-fields.js';
import { Problems } from '../http/documented.js';
import { languageOf } from '../http/language.js';
import { PromiseBody, promisedOf } from './bodies/promise.body.js';

/** Promises that are only thought of. */
@ApiTags('commitments')
@Controller('v1/commitments')
export class PromiseCheckController {
  constructor(private readonly queries: QueryBus) {}

  @Post('check')
  @HttpCode(200)
  @Allow('log-commitments', { team: 'in-body' })
  @Answers(
    'Checks a promise without making it: its warnings, its terms, and what it would oblige to.',
    CheckedPromiseAnswer,
  )
  @Problems(409, 422)
  async checkPromise(
    @Body() body: PromiseBody,
    @Calling() { principal }: Caller,
    @Req() request: FastifyRequest,
  ): Promise<CheckedPromiseAnswer> {
    const recordedAt = instant(Date.now());
    const occurredAt = body.occurredAt === undefined ? recordedAt : parseInstant(body.occurredAt, 'occurredAt');
    const { warnings, terms, obligations } = await this.queries.execute(
      new CheckPromise(promisedOf(body, principal), { occurredAt, recordedAt }),
    );
    return {
      warnings: warningsJson(warnings, languageOf(request.headers['accept-language'])),
      terms: termsJson(terms),
      obligations: obligations.map(dutyJson),
    };
  }
}
