import { type SigningKeyMade, Subscriptions } from '#kept/application';
import { Body, Controller, Delete, Header, HttpCode, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Allow } from '../access/allow.js';
import { type Caller, Calling } from '../access/caller.js';
import { answered, Problems, Repeatable } from '../http/documented.js';
import { Id } from '../http/id.js';
import { Intended, type Intent } from '../http/intent.js';
import { CallersSubscription } from './callers-subscription.js';
import { keyMadeAnswer, SigningKeyMadeAnswer } from './subscription-answers.js';
import { overlapOf, SigningKeyBody, SigningKeyRotationBody } from './subscription-bodies.js';

/** What deliveries are signed with. */
@ApiTags('subscriptions')
@Controller('v1/subscriptions/:subscription/keys')
export class SigningKeysController {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly callers: CallersSubscription,
  ) {}

  @Post()
  @Allow('manage-subscriptions', { team: 'own' })
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Signs deliveries with another key beside those there are.' })
  @ApiCreatedResponse({ type: SigningKeyMadeAnswer, description: 'Made.', headers: answered('Idempotent-Replayed') })
  @Repeatable()
  @Problems(409, 422)
  async addSigningKey(
    @Id('subscription') id: string,
    @Body() { algorithm }: SigningKeyBody,
    @Intended() intent: Intent,
    @Calling() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SigningKeyMadeAnswer> {
    await this.callers.of(caller, 'manage-subscriptions', id);
    return shown(reply, await this.subscriptions.addKey(id, algorithm, intent.metadata({})));
  }

  @Post(':signingKey/rotation')
  @Allow('manage-subscriptions', { team: 'own' })
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Makes a successor of the same kind. Deliveries are signed with both until the first retires.',
  })
  @ApiCreatedResponse({ type: SigningKeyMadeAnswer, description: 'Made.', headers: answered('Idempotent-Replayed') })
  @Repeatable()
  @Problems(409, 422)
  async rotateSigningKey(
    @Id('subscription') id: string,
    @Id('signingKey') key: string,
    @Body() body: SigningKeyRotationBody,
    @Intended() intent: Intent,
    @Calling() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SigningKeyMadeAnswer> {
    await this.callers.of(caller, 'manage-subscriptions', id);
    return shown(reply, await this.subscriptions.rotateKey(id, key, overlapOf(body), intent.metadata({})));
  }

  @Delete(':signingKey')
  @HttpCode(204)
  @Allow('manage-subscriptions', { team: 'own' })
  @ApiOperation({ summary: 'Revokes a signing key, at once. One that stays is needed beside it.' })
  @ApiNoContentResponse({ description: 'Revoked, now or before.' })
  @Repeatable()
  @Problems(409, 422)
  async revokeSigningKey(
    @Id('subscription') id: string,
    @Id('signingKey') key: string,
    @Intended() intent: Intent,
    @Calling() caller: Caller,
  ): Promise<void> {
    await this.callers.of(caller, 'manage-subscriptions', id);
    await this.subscriptions.revokeKey(id, key, undefined, intent.metadata({}));
  }
}

/** A repeated request finds its key, and cannot be shown its secret again. */
function shown(reply: FastifyReply, key: SigningKeyMade): SigningKeyMadeAnswer {
  if (key.isRepeated) reply.header('idempotent-replayed', 'true');
  return keyMadeAnswer(key);
}
