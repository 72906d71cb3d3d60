import { type Follower, type Workspace } from '#kept/workspace';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Allow } from '../access/allow.js';
import { type Config } from '../config/config.js';
import { answered } from '../http/documented.js';
import { CONFIG, FOLLOWER, WORKSPACE } from '../tokens.js';
import { LiveAnswer, ReadyAnswer } from './health-answers.js';

/** For whoever keeps the process running. Says nothing that needs a key. */
@ApiTags('health')
@Controller()
export class HealthController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(WORKSPACE) private readonly workspace: Workspace,
    @Inject(FOLLOWER) private readonly follower: Follower,
  ) {}

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
    summary: 'Whether requests should be sent here: the ledger can be read and the answers are current.',
  })
  @ApiOkResponse({ type: ReadyAnswer, description: 'Send requests here.' })
  @ApiServiceUnavailableResponse({
    type: ReadyAnswer,
    description: 'Send them elsewhere for now.',
    headers: answered('Retry-After'),
  })
  async checkReady(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyAnswer> {
    const head = await this.workspace.store.head();
    const lag = Number(head - this.follower.reached);
    const ready = this.follower.ready && lag <= this.config.maxLag;
    reply.code(ready ? 200 : 503).header('cache-control', 'no-store');
    if (!ready) reply.header('retry-after', '1');
    return { status: ready ? 'ready' : 'not-ready', head: String(head), reached: String(this.follower.reached), lag };
  }
}
