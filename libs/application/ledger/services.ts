import { streamName } from '#kept/contracts';
import {
  type Commitment,
  type CommitmentCommand,
  type Customer,
  type CustomerCommand,
  Refusal,
  type Team,
  type TeamCommand,
} from '#kept/domain';
import { type Position } from '#kept/event-store';
import { Injectable } from '@nestjs/common';
import { type Aggregate, type DomainCommand, commitments, customers, teams } from './aggregate.js';
import { eventIdOf } from './identity.js';
import { Ledger } from './ledger.js';
import { type CommandAnswer } from './loaded-stream.js';
import { type CommandMetadata, type SubmissionOutcome } from './submission.js';

type Refused = Extract<SubmissionOutcome, { outcome: 'refused' }>;

/** The answer to a command that was not refused: written now, or by an earlier attempt of the same command. */
export interface Recorded {
  outcome: 'recorded' | 'repeated';
  /** Where the stream stands after the command's last event. */
  revision: bigint;
  /** Where the log stands after it: a query may wait for this. */
  position: Position;
  /** Ids of the events. */
  entries: string[];
}

/** Accepted, and nothing to write. The same command given again is judged afresh. */
export interface WithoutEffect {
  outcome: 'without-effect';
  /** Of the last entry that people or systems had recorded. */
  revision: bigint;
}

export type Receipt = Recorded | WithoutEffect;

type WithoutMoment<C> = C extends { type: infer T; data: infer D } ? { type: T; data: D } : never;

/** Takes commands to commitments. */
@Injectable()
export class Commitments {
  constructor(private readonly ledger: Ledger) {}

  /** @throws Refusal */
  submit(id: string, command: WithoutMoment<CommitmentCommand>, metadata: CommandMetadata): Promise<Receipt> {
    return submitOne(this.ledger, commitments, id, { ...command, metadata }, metadata);
  }

  /** @returns the receipt, and the entries that were written now. @throws Refusal */
  submitAndTell(id: string, command: WithoutMoment<CommitmentCommand>, metadata: CommandMetadata) {
    return submitAndTell(this.ledger, commitments, id, { ...command, metadata }, metadata);
  }

  get(id: string) {
    return this.ledger.load(commitments, id);
  }

  /** As it was a moment ago, at most, see `Ledger.glance`. */
  glance(id: string): Promise<Commitment> {
    return this.ledger.glance(commitments, id);
  }

  /** The receipt of a command that was given before, with the same content. */
  async firstReceipt(id: string, command: { commandId: string; fingerprint: string }): Promise<Recorded | undefined> {
    const answer = await this.ledger.firstAnswer(commitments, id, command);
    return answer && recorded('repeated', streamName('commitment', id), command.commandId, answer);
  }
}

/** Takes commands to customers. */
@Injectable()
export class Customers {
  constructor(private readonly ledger: Ledger) {}

  /** @throws Refusal */
  submit(id: string, command: WithoutMoment<CustomerCommand>, metadata: CommandMetadata): Promise<Receipt> {
    return submitOne(this.ledger, customers, id, { ...command, metadata }, metadata);
  }

  async get(id: string): Promise<Customer> {
    return (await this.ledger.load(customers, id)).state;
  }

  /** As it was a moment ago, at most, see `Ledger.glance`. */
  glance(id: string): Promise<Customer> {
    return this.ledger.glance(customers, id);
  }
}

/** Takes commands to teams. */
@Injectable()
export class Teams {
  constructor(private readonly ledger: Ledger) {}

  /** @throws Refusal */
  submit(id: string, command: WithoutMoment<TeamCommand>, metadata: CommandMetadata): Promise<Receipt> {
    return submitOne(this.ledger, teams, id, { ...command, metadata }, metadata);
  }

  async get(id: string): Promise<Team> {
    return (await this.ledger.load(teams, id)).state;
  }

  /** As it was a moment ago, at most, see `Ledger.glance`. */
  glance(id: string): Promise<Team> {
    return this.ledger.glance(teams, id);
  }
}

/** The same command id came with another body: one of the two would be lost. */
export class CommandIdReused extends Error {
  constructor(readonly commandId: string) {
    super(`command ${commandId} was given before, with another content`);
    this.name = 'CommandIdReused';
  }
}

/** Somebody recorded an entry that the caller had not seen: what they are about to do may no longer be right. */
export class RevisionStale extends Error {
  /** @param current revision of the last entry that people or systems recorded */
  constructor(readonly current: string) {
    super(`the stream has moved on to revision ${current}`);
    this.name = 'RevisionStale';
  }
}

/** One command to one entity. @throws Refusal, CommandIdReused, RevisionStale */
export async function submitOne<
  State,
  Command extends DomainCommand,
  Event extends { type: string; data: object },
  Entry,
>(
  ledger: Ledger,
  aggregate: Aggregate<State, Command, Event, Entry>,
  id: string,
  command: Command,
  metadata: CommandMetadata,
): Promise<Receipt> {
  return (await submitAndTell(ledger, aggregate, id, command, metadata)).receipt;
}

/** The same, with what was written now: nothing where the command was repeated. @throws as `submitOne` */
async function submitAndTell<State, Command extends DomainCommand, Event extends { type: string; data: object }, Entry>(
  ledger: Ledger,
  aggregate: Aggregate<State, Command, Event, Entry>,
  id: string,
  command: Command,
  metadata: CommandMetadata,
): Promise<{ receipt: Receipt; written: readonly Event[] }> {
  const { outcomes, written } = await ledger.submit(aggregate, id, [{ command, metadata }]);
  const answer = outcomes[0]!;
  switch (answer.outcome) {
    case 'refused':
      throw refusalOf(answer, metadata);
    case 'without-effect':
      return { receipt: answer, written };
    case 'recorded':
    case 'repeated':
      return {
        receipt: recorded(answer.outcome, streamName(aggregate.kind, id), metadata.commandId, answer),
        written,
      };
  }
}

function refusalOf({ code, parameters }: Refused, { commandId }: CommandMetadata): Error {
  switch (code) {
    case 'command-id-reused':
      return new CommandIdReused(commandId);
    case 'revision-stale':
      return new RevisionStale(String(parameters['current']));
    default:
      return new Refusal(code, parameters);
  }
}

function recorded(
  outcome: Recorded['outcome'],
  stream: string,
  commandId: string,
  { revision, events, position }: CommandAnswer,
): Recorded {
  // A command that was alone in its append has been told its position.
  if (position === undefined) throw new Error(`${stream}: the position of command ${commandId} is not known`);
  const entries = Array.from({ length: events }, (_, index) => eventIdOf(commandId, stream, index));
  return { outcome, revision, position, entries };
}
