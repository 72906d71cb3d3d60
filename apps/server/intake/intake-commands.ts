import {
  AnswerComplaint,
  type CommandMetadata,
  CorrectExpectation,
  Fulfil,
  MakePromise,
  namedUuid,
  Notify,
  PauseClock,
  RaiseComplaint,
  type Receipt,
  RecordFollowUpCall,
  RegisterCustomer,
  ReportSatisfaction,
  Reschedule,
  ResumeClock,
  StateExpectation,
  Withdraw,
} from '#kept/application';
import { type StreamReference } from '#kept/contracts';
import { identifier } from '#kept/domain';
import { type Command } from '@nestjs/cqrs';
import * as entries from '../commitments/bodies/entry.bodies.js';
import { PromiseBody, promisedOf } from '../commitments/bodies/promise.body.js';
import * as customers from '../customers/customer-bodies.js';
import { type Dated } from '../http/intent.js';
import { validated } from '../http/validated.js';
import { type IntakeCommand, type IntakeLine } from './intake-line.js';

/** Who sends the line, and under which id its command goes. */
export interface Sender {
  principal: string;
  commandId: string;
}

/** A line that was understood: what it is recorded on, what it looks at, and the command itself. */
export interface Understood {
  stream: StreamReference;
  /** Streams that must be written before, if this intake is about to write them. */
  after: StreamReference[];
  /** The team that promises, where the line says so itself; else it is that of the commitment. */
  team?: string;
  body: Dated;
  command: (metadata: CommandMetadata) => Command<Receipt>;
}

/** @throws Refusal, FieldsRefused, RequestRefused */
export function understood(line: IntakeLine, body: unknown, sender: Sender): Understood {
  return COMMANDS[line.command](line, body, sender);
}

type Reader = (line: IntakeLine, body: unknown, sender: Sender) => Understood;

const COMMANDS: Record<IntakeCommand, Reader> = {
  'make-promise': (line, sent, { principal, commandId }) => {
    const body = validated(PromiseBody, sent, 'body');
    const id = line.commitment ?? body.commitment ?? namedUuid(`commitment of ${commandId}`);
    const promised = promisedOf(body, principal);
    return {
      stream: { kind: 'commitment', id },
      after: [
        { kind: 'customer', id: body.customer },
        { kind: 'team', id: body.team },
      ],
      team: body.team,
      body,
      command: (metadata) => new MakePromise(id, promised, metadata),
    };
  },
  notify: onCommitment(entries.NotificationBody, entries.notificationOf, Notify),
  reschedule: onCommitment(entries.RescheduleBody, entries.rescheduleOf, Reschedule),
  fulfil: onCommitment(entries.FulfilmentBody, entries.fulfilmentOf, Fulfil, entries.fulfilmentDated),
  withdraw: onCommitment(entries.WithdrawalBody, entries.withdrawalOf, Withdraw),
  'record-follow-up-call': onCommitment(entries.FollowUpCallBody, entries.followUpCallOf, RecordFollowUpCall),
  'raise-complaint': onCommitment(entries.ComplaintBody, entries.complaintOf, RaiseComplaint),
  'answer-complaint': (line, sent, sender) =>
    onCommitment(
      entries.ComplaintAnswerBody,
      (body) => entries.complaintAnswerOf(identifier(line.complaint as string, 'complaint'), body),
      AnswerComplaint,
    )(line, sent, sender),
  'pause-clock': onCommitment(entries.ClockBody, entries.clockOf, PauseClock),
  'resume-clock': onCommitment(entries.ClockBody, entries.clockOf, ResumeClock),
  'register-customer': (_, sent) => {
    const body = validated(customers.CustomerBody, sent, 'body');
    const id = body.customer;
    const data = customers.customerOf(body);
    return onlyOn('customer', id, body, (metadata) => new RegisterCustomer(id, data, metadata));
  },
  'state-expectation': onCustomer(customers.ExpectationBody, customers.expectationOf, StateExpectation),
  'correct-expectation': (line, sent, sender) =>
    onCustomer(
      customers.CorrectionBody,
      (body) => customers.correctionOf(identifier(line.expectation as string, 'expectation'), body),
      CorrectExpectation,
    )(line, sent, sender),
  'report-satisfaction': onCustomer(customers.SatisfactionBody, customers.satisfactionOf, ReportSatisfaction),
};

type CommandClass<Data> = new (id: string, data: Data, metadata: CommandMetadata) => Command<Receipt>;

function onCommitment<Body extends Dated, Data>(
  BodyClass: new () => Body,
  dataOf: (body: Body) => Data,
  CommandOf: CommandClass<Data>,
  datedOf: (body: Body) => Dated = (body) => body,
): Reader {
  return (line, sent) => {
    const id = identifier(line.commitment as string, 'commitment');
    const body = validated(BodyClass, sent, 'body');
    const data = dataOf(body);
    return onlyOn('commitment', id, datedOf(body), (metadata) => new CommandOf(id, data, metadata));
  };
}

function onCustomer<Body extends Dated, Data>(
  BodyClass: new () => Body,
  dataOf: (body: Body) => Data,
  CommandOf: CommandClass<Data>,
): Reader {
  return (line, sent) => {
    const id = identifier(line.customer as string, 'customer');
    const body = validated(BodyClass, sent, 'body');
    const data = dataOf(body);
    return onlyOn('customer', id, body, (metadata) => new CommandOf(id, data, metadata));
  };
}

function onlyOn(kind: StreamReference['kind'], id: string, body: Dated, command: Understood['command']): Understood {
  return { stream: { kind, id }, after: [], body, command };
}
