import { Keys, reachOf, type ShownSubscription, shownSubscription, Subscriptions } from '#kept/application';
import { type DeliveryDesk } from '#kept/delivery';
import { instant } from '#kept/domain';
import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Patch, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { Allow } from '../access/allow.js';
import { type Caller, Calling } from '../access/caller.js';
import { Done } from '../http/answer.js';
import { Answers } from '../http/answer-fields.js';
import { answered, CommandAnswers, Problems, Repeatable } from '../http/documented.js';
import { Id } from '../http/id.js';
import { Intended, type Intent } from '../http/intent.js';
import { CallersSubscription } from './callers-subscription.js';
import {
  keyMadeAnswer,
  SubscriptionAnswer,
  subscriptionAnswer,
  SubscriptionOpenedAnswer,
} from './subscription-answers.js';
import { patchOf, StopBody, SubscriptionBody, subscriptionOf, SubscriptionPatchBody } from './subscription-bodies.js';
import { DELIVERY_DESK } from './tokens.js';

const pathOf = (id: string): string => `/v1/subscriptions/${encodeURIComponent(id)}`;

/** What integrations have delivered to them. */
@ApiTags('subscriptions')
@Controller('v1/subscriptions')
export class SubscriptionsController {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly callers: CallersSubscription,
    private readonly keys: Keys,
    @Inject(DELIVERY_DESK) private readonly desk: DeliveryDesk | undefined,
  ) {}

  @Post()
  @Allow('manage-subscriptions', { team: 'own' })
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Opens a subscription. The secret of its signing key is in this answer and in no other.' })
  @ApiCreatedResponse({
    type: SubscriptionOpenedAnswer,
    description: 'Opened: what is recorded from now on is delivered.',
    headers: answered('Location', 'Idempotent-Replayed'),
  })
  @Repeatable()
  @Problems(409, 422)
  async openSubscription(
    @Body() body: SubscriptionBody,
    @Intended() intent: Intent,
    @Calling() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubscriptionOpenedAnswer> {
    caller.mustMay('manage-subscriptions', { owner: caller.principal });
    const opened = await this.subscriptions.open(subscriptionOf(body, caller.who), intent.metadata({}));
    reply.header('location', pathOf(opened.subscription));
    if (opened.key.isRepeated) reply.header('idempotent-replayed', 'true');
    return { id: opened.subscription, key: keyMadeAnswer(opened.key) };
  }

  @Get()
  @Allow('read-subscriptions', { team: 'own' })
  @ApiOperation({
    summary: 'Subscriptions, without their secrets: your own, or everybody’s for those who keep the house.',
  })
  @ApiOkResponse({ type: [SubscriptionAnswer], description: 'In the order they were opened.' })
  async listSubscriptions(@Calling() caller: Caller): Promise<SubscriptionAnswer[]> {
    const { owner } = caller.narrowing();
    const listed = await this.subscriptions.list(now(), owner === 'own' ? caller.principal : undefined);
    return Promise.all(listed.map(async (one) => subscriptionAnswer(one, await this.#isLockedOut(one))));
  }

  @Get(':subscription')
  @Allow('read-subscriptions', { team: 'own' })
  @Answers('A subscription, and how far its deliveries have come.', SubscriptionAnswer)
  async readSubscription(@Id('subscription') id: string, @Calling() caller: Caller): Promise<SubscriptionAnswer> {
    const found = shownSubscription(id, await this.callers.of(caller, 'read-subscriptions', id), now());
    return subscriptionAnswer(found, await this.#isLockedOut(found), await this.desk?.status(id));
  }

  @Patch(':subscription')
  @Allow('manage-subscriptions', { team: 'own' })
  @ApiOperation({
    summary: 'Changes what is delivered, or where to. Who asks must act for every team that it tells of.',
  })
  @ApiOkResponse({ type: SubscriptionAnswer, description: 'As it is now.' })
  @Repeatable()
  @Problems(409, 422)
  async changeSubscription(
    @Id('subscription') id: string,
    @Body() body: SubscriptionPatchBody,
    @Intended() intent: Intent,
    @Calling() caller: Caller,
  ): Promise<SubscriptionAnswer> {
    await this.callers.of(caller, 'manage-subscriptions', id);
    await this.subscriptions.change(id, patchOf(body), caller.who.teams, intent.metadata({}));
    const changed = await this.subscriptions.get(id, now());
    return subscriptionAnswer(changed, await this.#isLockedOut(changed));
  }

  @Post(':subscription/pauses')
  @Allow('stop-subscriptions', { team: 'own' })
  @CommandAnswers('Pauses deliveries. What is recorded meanwhile is delivered when they are resumed.')
  async pauseSubscription(
    @Id('subscription') id: string,
    @Body() { reason }: StopBody,
    @Intended() intent: Intent,
    @Calling() caller: Caller,
  ): Promise<Done> {
    await this.callers.of(caller, 'stop-subscriptions', id);
    return done(id, await this.subscriptions.pause(id, reason, intent.metadata({})));
  }

  @Post(':subscription/resumptions')
  @Allow('stop-subscriptions', { team: 'own' })
  @CommandAnswers('Lets deliveries go on, after a pause or a disablement. A failing endpoint has its whole time again.')
  async resumeSubscription(
    @Id('subscription') id: string,
    @Body() { reason }: StopBody,
    @Intended() intent: Intent,
    @Calling() caller: Caller,
  ): Promise<Done> {
    await this.callers.of(caller, 'stop-subscriptions', id);
    return done(id, await this.subscriptions.resume(id, reason, intent.metadata({})));
  }

  @Delete(':subscription')
  @HttpCode(204)
  @Allow('stop-subscriptions', { team: 'own' })
  @ApiOperation({ summary: 'Ends a subscription, for ever. Nothing more is delivered, and it can still be read.' })
  @ApiNoContentResponse({ description: 'Ended, now or before.' })
  @Repeatable()
  @Problems(422)
  async endSubscription(
    @Id('subscription') id: string,
    @Intended() intent: Intent,
    @Calling() caller: Caller,
  ): Promise<void> {
    await this.callers.of(caller, 'stop-subscriptions', id);
    await this.subscriptions.end(id, undefined, intent.metadata({}));
  }

  async #isLockedOut(subscription: ShownSubscription): Promise<boolean> {
    return (await reachOf(this.keys, subscription, now())) === undefined;
  }
}

const now = () => instant(Date.now());

/** What was recorded is read where the subscription is. */
const done = (id: string, receipt: ConstructorParameters<typeof Done>[0]): Done =>
  new Done(receipt, pathOf(id), id, true);
