import { Keys } from '#kept/application';
import { type Action, ACTIONS, instant, mayAsk } from '#kept/domain';
import { Body, Controller, Delete, Get, Header, HttpCode, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { answered, Problems, Repeatable } from '../http/documented.js';
import { Id } from '../http/id.js';
import { Intended, type Intent } from '../http/intent.js';
import { Allow } from './allow.js';
import { type Caller, Calling } from './caller.js';
import {
  CallerAnswer,
  callerAnswer,
  expiryOf,
  issuedAnswer,
  IssuedKeyAnswer,
  KeyAnswer,
  keyAnswer,
  KeyBody,
  keyRequestOf,
  RotationBody,
} from './key-bodies.js';

/** Keys: who may enter, for how long, and as what. */
@ApiTags('access')
@Controller('v1')
export class KeysController {
  constructor(private readonly keys: Keys) {}

  @Post('keys')
  @Allow('manage-keys')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Issues a key. It is shown in this answer and never again.' })
  @ApiCreatedResponse({ type: IssuedKeyAnswer, description: 'Issued.', headers: answered('Idempotent-Replayed') })
  @Repeatable()
  @Problems(409, 422)
  async issueKey(
    @Body() body: KeyBody,
    @Intended() intent: Intent,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuedKeyAnswer> {
    return shown(reply, issuedAnswer(await this.keys.issue(keyRequestOf(body), intent.metadata({}))));
  }

  @Get('keys')
  @Allow('read-keys')
  @ApiOperation({ summary: 'All keys there ever were, without their secrets, which are not kept.' })
  @ApiOkResponse({ type: [KeyAnswer], description: 'The keys.' })
  async listKeys(): Promise<KeyAnswer[]> {
    return (await this.keys.list(instant(Date.now()))).map(keyAnswer);
  }

  @Post('keys/:key/rotation')
  @Allow('manage-keys')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Makes a second key with the same scope. The first works until it is revoked.' })
  @ApiCreatedResponse({ type: IssuedKeyAnswer, description: 'Issued.', headers: answered('Idempotent-Replayed') })
  @Repeatable()
  @Problems(409, 422)
  async rotateKey(
    @Id('key') key: string,
    @Body() body: RotationBody,
    @Intended() intent: Intent,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuedKeyAnswer> {
    return shown(reply, issuedAnswer(await this.keys.rotate(key, expiryOf(body), intent.metadata({}))));
  }

  @Delete('keys/:key')
  @HttpCode(204)
  @Allow('manage-keys')
  @ApiOperation({ summary: 'Revokes a key, at once and for ever. What it has open is closed.' })
  @ApiNoContentResponse({ description: 'Revoked, now or before.' })
  @Repeatable()
  @Problems(409, 422)
  revokeKey(@Id('key') key: string, @Intended() intent: Intent): Promise<void> {
    return this.keys.revoke(key, undefined, intent.metadata({}));
  }

  @Get('caller')
  @Allow('read-own-scope')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Who you are here, and what you may do.' })
  @ApiOkResponse({ type: CallerAnswer, description: 'You.' })
  readCaller(@Calling() { who, session }: Caller): CallerAnswer {
    const may = (Object.keys(ACTIONS) as Action[]).filter((action) => mayAsk(who, action).may);
    return callerAnswer(who, may, session.endsAt);
  }
}

/** A repeated request finds its key, and cannot be shown it again. */
function shown(reply: FastifyReply, answer: IssuedKeyAnswer): IssuedKeyAnswer {
  if (answer.key === undefined) reply.header('idempotent-replayed', 'true');
  return answer;
}
