import { Subscriptions } from '#kept/application';
import { type DeliveryDesk, type Endpoint, type Endpoints } from '#kept/delivery';
import { Body, Controller, Get, HttpCode, Inject, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Allow } from '../access/allow.js';
import { type Caller, Calling } from '../access/caller.js';
import { Done, ReceiptAnswer } from '../http/answer.js';
import { Answers } from '../http/answer-fields.js';
import { answered, Problems, Repeatable } from '../http/documented.js';
import { Id } from '../http/id.js';
import { Intended, type Intent } from '../http/intent.js';
import { refuseRequest } from '../http/request-refused.js';
import { CallersSubscription } from './callers-subscription.js';
import {
  AttemptAnswer,
  attemptAnswer,
  AttemptsAnswer,
  AttemptsQuery,
  deadLetterAnswer,
  DeadLettersAnswer,
  DeliveriesQuery,
  HandshakeAnswer,
  pageOf,
  ReplayCountAnswer,
} from './delivery-answers.js';
import { ReplayBody, replayOf, ReplayQuery } from './replay-body.js';
import { DELIVERY_DESK, ENDPOINTS } from './tokens.js';

/** What became of deliveries, and what can be done about them. */
@ApiTags('subscriptions')
@Controller('v1/subscriptions/:subscription')
export class DeliveriesController {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly callers: CallersSubscription,
    @Inject(ENDPOINTS) private readonly endpoints: Endpoints,
    @Inject(DELIVERY_DESK) private readonly desk: DeliveryDesk | undefined,
  ) {}

  @Post('replays')
  @Allow('manage-subscriptions', { team: 'own' })
  @ApiOperation({ summary: 'Delivers again: one event, all that failed, or everything after a position.' })
  @ApiCreatedResponse({
    type: ReceiptAnswer,
    description: 'Recorded. It is made when deliveries go on.',
    headers: answered('ETag', 'Location', 'Idempotent-Replayed'),
  })
  @ApiOkResponse({ type: ReplayCountAnswer, description: 'With `dryRun`: nothing was recorded.' })
  @Repeatable()
  @Problems(409, 422)
  async requestReplay(
    @Id('subscription') id: string,
    @Body() body: ReplayBody,
    @Query() { dryRun }: ReplayQuery,
    @Intended() intent: Intent,
    @Calling() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Done | ReplayCountAnswer> {
    await this.callers.of(caller, 'manage-subscriptions', id);
    const replay = replayOf(body);
    if (dryRun === 'true') {
      await this.subscriptions.mustBeReplayable(replay);
      reply.code(200);
      return { deliveries: await this.#desk().count(id, replay) };
    }
    const receipt = await this.subscriptions.requestReplay(id, replay, intent.metadata({}));
    return new Done(receipt, `/v1/subscriptions/${encodeURIComponent(id)}`, id, true);
  }

  @Post('ping')
  @HttpCode(200)
  @Allow('manage-subscriptions', { team: 'own' })
  @ApiOperation({ summary: 'Sends a kept.Ping now, signed as every delivery is, and tells what came of it.' })
  @ApiOkResponse({ type: AttemptAnswer, description: 'What came of it.' })
  @Problems(409)
  async pingEndpoint(@Id('subscription') id: string, @Calling() caller: Caller): Promise<AttemptAnswer> {
    await this.callers.of(caller, 'manage-subscriptions', id);
    return attemptAnswer(await this.#desk().ping(await this.#endpoint(id)));
  }

  @Post('handshake')
  @HttpCode(200)
  @Allow('manage-subscriptions', { team: 'own' })
  @ApiOperation({ summary: 'Asks the endpoint whether deliveries are welcome, as CloudEvents does it, by OPTIONS.' })
  @ApiOkResponse({ type: HandshakeAnswer, description: 'What it says.' })
  @Problems(409)
  async shakeHands(@Id('subscription') id: string, @Calling() caller: Caller): Promise<HandshakeAnswer> {
    await this.callers.of(caller, 'manage-subscriptions', id);
    return this.#desk().handshake(await this.#endpoint(id));
  }

  @Get('attempts')
  @Allow('read-subscriptions', { team: 'own' })
  @Answers('Attempts to deliver, with what came of each.', AttemptsAnswer)
  async listAttempts(
    @Id('subscription') id: string,
    @Query() query: AttemptsQuery,
    @Calling() caller: Caller,
  ): Promise<AttemptsAnswer> {
    await this.callers.of(caller, 'read-subscriptions', id);
    const { event } = query;
    const page = { ...pageOf(query), ...(event !== undefined && { event }) };
    const { rows, next } = await this.#desk().attempts(id, page);
    return { rows: rows.map(attemptAnswer), ...(next !== undefined && { next }) };
  }

  @Get('dead-letters')
  @Allow('read-subscriptions', { team: 'own' })
  @Answers('Deliveries that were given up.', DeadLettersAnswer)
  async listDeadLetters(
    @Id('subscription') id: string,
    @Query() query: DeliveriesQuery,
    @Calling() caller: Caller,
  ): Promise<DeadLettersAnswer> {
    await this.callers.of(caller, 'read-subscriptions', id);
    const { rows, next } = await this.#desk().dead(id, pageOf(query));
    return { rows: rows.map(deadLetterAnswer), ...(next !== undefined && { next }) };
  }

  #desk(): DeliveryDesk {
    return this.desk ?? refuseRequest('deliveries-unavailable', {}, { 'retry-after': '60' });
  }

  async #endpoint(id: string): Promise<Endpoint> {
    const endpoint = (await this.endpoints.one(id))!;
    if (endpoint.state === 'ended') refuseRequest('subscription-ended');
    // What cannot be opened cannot be signed with.
    if (endpoint.keys.length === 0) refuseRequest('secrets-unavailable', { problem: 'wrong' }, { 'retry-after': '60' });
    return endpoint;
  }
}
