import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Allow } from '../access/allow.js';
import { answered } from '../http/documented.js';
import { READINESS } from '../tokens.js';
import { LiveAnswer, ReadyAnswer } from './health-answers.js';
import { type Readiness } from './readiness.js';

/** For whoever keeps the process running. Says nothing that needs a key. */
@ApiTags('health')
@Controller()
export class HealthController {
  constructor(@Inject(READINESS) private readonly readiness: Readiness) {}

  @Get('livez')
  @Allow('public')
  @ApiOperation({ summary: 'Whether the process runs. Depends on nothing else.' })
  @ApiOkResponse({ type: LiveAnswer, description: 'It runs.' })
  checkLive(): LiveAnswer {
    return { status: 'live' };
  }

  @Get('readyz')
  @Allow('public')
  @ApiOperation({
    summary: 'Whether requests should be sent here: the ledger can be written and the answers are current.',
  })
  @ApiOkResponse({ type: ReadyAnswer, description: 'Send requests here.' })
  @ApiServiceUnavailableResponse({
    type: ReadyAnswer,
    description: 'Send them elsewhere for now; the checks say why.',
    headers: answered('Retry-After'),
  })
  async checkReady(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyAnswer> {
    const answer = await this.readiness.answer();
    reply.code(answer.status === 'ready' ? 200 : 503).header('cache-control', 'no-store');
    if (answer.status !== 'ready') reply.header('retry-after', '1');
    return answer;
  }
}
