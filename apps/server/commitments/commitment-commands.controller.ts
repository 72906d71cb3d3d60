import {
  AnswerComplaint,
  type CommandMetadata,
  Fulfil,
  MakePromise,
  namedUuid,
  Notify,
  PauseClock,
  RaiseComplaint,
  type Receipt,
  RecordFollowUpCall,
  Reschedule,
  ResumeClock,
  VoidEntry,
  Withdraw,
} from '#kept/application';
import { Body, Controller, Post } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/allow.js';
import { Done } from '../http/answer.js';
import { CommandAnswers } from '../http/documented.js';
import { Id } from '../http/id.js';
import { type Dated, Intended, IntendedChange, type Intent } from '../http/intent.js';
import {
  ClockBody,
  clockOf,
  ComplaintAnswerBody,
  complaintAnswerOf,
  ComplaintBody,
  complaintOf,
  FollowUpCallBody,
  followUpCallOf,
  FulfilmentBody,
  fulfilmentDated,
  fulfilmentOf,
  NotificationBody,
  notificationOf,
  RescheduleBody,
  rescheduleOf,
  VoidBody,
  voidOf,
  WithdrawalBody,
  withdrawalOf,
} from './bodies/entry.bodies.js';
import { PromiseBody, promisedOf } from './bodies/promise.body.js';

type EntryCommand<Data> = new (commitment: string, data: Data, metadata: CommandMetadata) => Command<Receipt>;

/** What service teams record on commitments. */
@ApiTags('commitments')
@Controller('v1/commitments')
export class CommitmentCommandsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Allow('log-commitments', { team: 'in-body' })
  @CommandAnswers('Makes a promise to a customer.')
  async makePromise(@Body() body: PromiseBody, @Intended() intent: Intent): Promise<Done> {
    // From the command, so that a repeated request finds the promise it had made.
    const id = body.commitment ?? namedUuid(`commitment of ${intent.commandId}`);
    const promised = promisedOf(body, intent.actor.id);
    const receipt = await this.commands.execute(new MakePromise(id, promised, intent.metadata(body)));
    return new Done(receipt, `/v1/commitments/${encodeURIComponent(id)}`, id, true);
  }

  @Post(':commitment/notifications')
  @Allow('log-commitments', { team: 'of-commitment' })
  @CommandAnswers('Records that the customer was told something, or could not be reached.', { change: true })
  notifyCustomer(@Id('commitment') id: string, @Body() body: NotificationBody, @IntendedChange() intent: Intent) {
    return this.record(Notify, id, notificationOf(body), intent, body);
  }

  @Post(':commitment/reschedules')
  @Allow('log-commitments', { team: 'of-commitment' })
  @CommandAnswers('Moves the plan. What the customer expects moves when they are told.', { change: true })
  rescheduleCommitment(@Id('commitment') id: string, @Body() body: RescheduleBody, @IntendedChange() intent: Intent) {
    return this.record(Reschedule, id, rescheduleOf(body), intent, body);
  }

  @Post(':commitment/fulfilment')
  @Allow('log-commitments', { team: 'of-commitment' })
  @CommandAnswers('Records that the promised thing was done.', { change: true })
  fulfilPromise(@Id('commitment') id: string, @Body() body: FulfilmentBody, @IntendedChange() intent: Intent) {
    return this.record(Fulfil, id, fulfilmentOf(body), intent, fulfilmentDated(body));
  }

  @Post(':commitment/withdrawal')
  @Allow('log-commitments', { team: 'of-commitment' })
  @CommandAnswers('Ends the commitment unfulfilled.', { change: true })
  withdrawCommitment(@Id('commitment') id: string, @Body() body: WithdrawalBody, @IntendedChange() intent: Intent) {
    return this.record(Withdraw, id, withdrawalOf(body), intent, body);
  }

  @Post(':commitment/follow-up-calls')
  @Allow('log-commitments', { team: 'of-commitment' })
  @CommandAnswers('Records a follow-up call: is the problem gone, how satisfied is the customer?', { change: true })
  recordFollowUpCall(@Id('commitment') id: string, @Body() body: FollowUpCallBody, @IntendedChange() intent: Intent) {
    return this.record(RecordFollowUpCall, id, followUpCallOf(body), intent, body);
  }

  @Post(':commitment/complaints')
  @Allow('log-commitments', { team: 'of-commitment' })
  @CommandAnswers('Raises a complaint.', { change: true })
  raiseComplaint(@Id('commitment') id: string, @Body() body: ComplaintBody, @IntendedChange() intent: Intent) {
    return this.record(RaiseComplaint, id, complaintOf(body), intent, body);
  }

  @Post(':commitment/complaints/:complaint/answer')
  @Allow('log-commitments', { team: 'of-commitment' })
  @CommandAnswers('Answers a complaint.', { change: true })
  answerComplaint(
    @Id('commitment') id: string,
    @Id('complaint') complaint: string,
    @Body() body: ComplaintAnswerBody,
    @IntendedChange() intent: Intent,
  ) {
    return this.record(AnswerComplaint, id, complaintAnswerOf(complaint, body), intent, body);
  }

  @Post(':commitment/pauses')
  @Allow('log-commitments', { team: 'of-commitment' })
  @CommandAnswers('Stops the clock of its obligations. No window moves.', { change: true })
  pauseClock(@Id('commitment') id: string, @Body() body: ClockBody, @IntendedChange() intent: Intent) {
    return this.record(PauseClock, id, clockOf(body), intent, body);
  }

  @Post(':commitment/resumptions')
  @Allow('log-commitments', { team: 'of-commitment' })
  @CommandAnswers('Lets the clock go on: deadlines move by the time for which it stood.', { change: true })
  resumeClock(@Id('commitment') id: string, @Body() body: ClockBody, @IntendedChange() intent: Intent) {
    return this.record(ResumeClock, id, clockOf(body), intent, body);
  }

  @Post(':commitment/voids')
  @Allow('void-entries', { team: 'of-commitment' })
  @CommandAnswers('Voids a mistaken entry: it stays readable, and has no effect.', { change: true })
  voidEntry(@Id('commitment') id: string, @Body() body: VoidBody, @IntendedChange() intent: Intent) {
    return this.record(VoidEntry, id, voidOf(body), intent, body);
  }

  private async record<Data>(
    Entry: EntryCommand<Data>,
    id: string,
    data: Data,
    intent: Intent,
    dated: Dated,
  ): Promise<Done> {
    const receipt = await this.commands.execute(new Entry(id, data, intent.metadata(dated)));
    return new Done(receipt, `/v1/commitments/${encodeURIComponent(id)}`, id);
  }
}
