import {
  accessCodec,
  commitmentCodec,
  customerCodec,
  type EventCodec,
  type StreamKind,
  subscriptionCodec,
  teamCodec,
} from '#kept/contracts';
import {
  ACCESS_NOTES,
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
  decideFinding,
  decideKeyRing,
  decidePrincipals,
  decideSubscription,
  decideSubscriptions,
  decideTeam,
  evolve,
  evolveCustomer,
  evolveKeyRing,
  evolvePrincipals,
  evolveSubscription,
  evolveSubscriptions,
  evolveTeam,
  type Entry as DomainEntry,
  type KeyCommand,
  type KeyEvent,
  type KeyRing,
  type Moment,
  type NamePrincipal,
  type NameSubscription,
  nobody,
  noKeys,
  noSubscriptions,
  type PrincipalNamed,
  type Principals,
  type RecordFinding,
  type Subscription,
  type SubscriptionCommand,
  type SubscriptionEntry,
  type SubscriptionEvent,
  type SubscriptionNamed,
  type Subscriptions,
  type Team,
  type TeamCommand,
  type TeamEntry,
  type TeamEvent,
  unknownCustomer,
  unknownTeam,
  unmade,
  unopened,
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
  /** The command that every stream of this kind begins with, where there is one. */
  begins?: Command['type'];
  /**
   * Types of events that are only noted. They change no state and answer no repeated command, so a stream with a
   * hundred thousand of them folds like one without.
   */
  notes?: ReadonlySet<string>;
}

export const commitments: Aggregate<Commitment, CommitmentCommand | RecordFinding, CommitmentEvent, CommitmentEntry> = {
  kind: 'commitment',
  initial: unmade,
  decide: (command, commitment) =>
    command.type === 'RecordFinding' ? decideFinding(command, commitment) : decide(command, commitment),
  evolve,
  codec: commitmentCodec,
  begins: 'MakePromise',
};

export const customers: Aggregate<Customer, CustomerCommand, CustomerEvent, CustomerEntry> = {
  kind: 'customer',
  initial: unknownCustomer,
  decide: decideCustomer,
  evolve: evolveCustomer,
  codec: customerCodec,
  begins: 'RegisterCustomer',
};

export const teams: Aggregate<Team, TeamCommand, TeamEvent, TeamEntry> = {
  kind: 'team',
  initial: unknownTeam,
  decide: decideTeam,
  evolve: evolveTeam,
  codec: teamCodec,
  begins: 'RegisterTeam',
};

/** A principal's keys, in the stream where what the principal did is noted too. */
export const keyRings: Aggregate<KeyRing, KeyCommand, KeyEvent, DomainEntry<KeyEvent>> = {
  kind: 'access',
  initial: noKeys,
  decide: decideKeyRing,
  evolve: evolveKeyRing,
  codec: accessCodec as unknown as EventCodec<KeyEvent, DomainEntry<KeyEvent>>,
  notes: new Set(ACCESS_NOTES),
};

/** Those who were ever given a key: one stream, whose id no principal can have. */
export const principals: Aggregate<Principals, NamePrincipal, PrincipalNamed, DomainEntry<PrincipalNamed>> = {
  kind: 'access',
  initial: nobody,
  decide: decidePrincipals,
  evolve: evolvePrincipals,
  codec: accessCodec as unknown as EventCodec<PrincipalNamed, DomainEntry<PrincipalNamed>>,
};
export const PRINCIPALS = '_principals';

export const subscriptions: Aggregate<Subscription, SubscriptionCommand, SubscriptionEvent, SubscriptionEntry> = {
  kind: 'subscription',
  initial: unopened,
  decide: decideSubscription,
  evolve: evolveSubscription,
  codec: subscriptionCodec as unknown as EventCodec<SubscriptionEvent, SubscriptionEntry>,
  begins: 'OpenSubscription',
};

/** Those that were ever opened: one stream, whose id no subscription can have. */
export const subscriptionList: Aggregate<
  Subscriptions,
  NameSubscription,
  SubscriptionNamed,
  DomainEntry<SubscriptionNamed>
> = {
  kind: 'subscription',
  initial: noSubscriptions,
  decide: decideSubscriptions,
  evolve: evolveSubscriptions,
  codec: subscriptionCodec as unknown as EventCodec<SubscriptionNamed, DomainEntry<SubscriptionNamed>>,
};
export const SUBSCRIPTIONS = '_subscriptions';
