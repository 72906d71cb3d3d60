import { commitmentCodec, customerCodec, type EventCodec, type StreamKind, teamCodec } from '#kept/contracts';
import {
  type Commitment,
  type CommitmentCommand,
  type CommitmentEntry,
  type CommitmentEvent,
  type Customer,
  type CustomerCommand,
  type CustomerEntry,
  type CustomerEvent,
  decide,
  decideCustomer,
  decideTeam,
  evolve,
  evolveCustomer,
  evolveTeam,
  type Moment,
  type Team,
  type TeamCommand,
  type TeamEntry,
  type TeamEvent,
  unknownCustomer,
  unknownTeam,
  unmade,
} from '#kept/domain';

/** A command of the domain: what is asked, and when it happened. */
export interface DomainCommand {
  type: string;
  data: object;
  metadata: Moment;
}

/** How one kind of stream decides, folds and is written: the domain's functions side by side. */
export interface Aggregate<State, Command extends DomainCommand, Event extends { type: string; data: object }, Entry> {
  kind: StreamKind;
  initial: State;
  decide: (command: Command, state: State) => Event[];
  evolve: (state: State, entry: Entry) => State;
  codec: EventCodec<Event, Entry>;
}

export const commitments: Aggregate<Commitment, CommitmentCommand, CommitmentEvent, CommitmentEntry> = {
  kind: 'commitment',
  initial: unmade,
  decide,
  evolve,
  codec: commitmentCodec,
};

export const customers: Aggregate<Customer, CustomerCommand, CustomerEvent, CustomerEntry> = {
  kind: 'customer',
  initial: unknownCustomer,
  decide: decideCustomer,
  evolve: evolveCustomer,
  codec: customerCodec,
};

export const teams: Aggregate<Team, TeamCommand, TeamEvent, TeamEntry> = {
  kind: 'team',
  initial: unknownTeam,
  decide: decideTeam,
  evolve: evolveTeam,
  codec: teamCodec,
};
