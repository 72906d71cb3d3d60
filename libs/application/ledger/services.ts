import { type CommitmentCommand, type CustomerCommand, Refusal, type TeamCommand } from '#kept/domain';
import { Injectable } from '@nestjs/common';
import { type Aggregate, type DomainCommand, commitments, customers, teams } from './aggregate.js';
import { type CommandMetadata, Ledger } from './ledger.js';
import { type Position } from '#kept/event-store';

/** The answer to a command that was not refused. */
export interface Receipt {
  /** Written now; written by an earlier attempt of the same command; or accepted and nothing to write. */
  outcome: 'recorded' | 'repeated' | 'without-effect';
  /** Where the stream stands after the command's last event. */
  revision?: bigint;
  /** Where the log stands after it: a query may wait for this. */
  position?: Position;
}

type WithoutMoment<C> = C extends { type: infer T; data: infer D } ? { type: T; data: D } : never;

/** Takes commands to commitments. */
@Injectable()
export class Commitments {
  constructor(private readonly ledger: Ledger) {}

  /** @throws Refusal */
  submit(id: string, command: WithoutMoment<CommitmentCommand>, metadata: CommandMetadata): Promise<Receipt> {
    return submitOne(this.ledger, commitments, id, { ...command, metadata }, metadata);
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

  get(id: string) {
    return this.ledger.load(customers, id);
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

  get(id: string) {
    return this.ledger.load(teams, id);
  }
}

/** The same command id came with another body: one of the two would be lost. */
export class CommandIdReused extends Error {
  constructor(readonly commandId: string) {
    super(`command ${commandId} was given before, with another content`);
    this.name = 'CommandIdReused';
  }
}

async function submitOne<State, Command extends DomainCommand, Event extends { type: string; data: object }, Entry>(
  ledger: Ledger,
  aggregate: Aggregate<State, Command, Event, Entry>,
  id: string,
  command: Command,
  metadata: CommandMetadata,
): Promise<Receipt> {
  const { outcomes, position } = await ledger.submit(aggregate, id, [{ command, metadata }]);
  const answer = outcomes[0]!;
  switch (answer.outcome) {
    case 'refused':
      if (answer.code === 'command-id-reused') throw new CommandIdReused(metadata.commandId);
      throw new Refusal(answer.code, answer.parameters);
    case 'without-effect':
      return { outcome: answer.outcome };
    case 'recorded':
    case 'repeated':
      return {
        outcome: answer.outcome,
        revision: answer.revision,
        ...(position !== undefined && { position }),
      };
  }
}
