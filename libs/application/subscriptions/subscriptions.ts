import {
  type Content,
  type Duration,
  type EventFilter,
  type Instant,
  type KnownSubscription,
  refuse,
  type Replay,
  type Scope,
  type SignatureAlgorithm,
  signs,
  type SubscriptionCommand,
} from '#kept/domain';
import { type EventStore, type Position } from '#kept/event-store';
import {
  type CommandMetadata,
  Ledger,
  namedUuid,
  type Receipt,
  submitOne,
  SUBSCRIPTIONS,
  subscriptionList,
  subscriptions,
} from '../ledger/index.js';
import { type ForbidsAddress, SealedAddresses } from './sealed-addresses.js';
import { SecretBox } from './secret-box.js';
import { type SecretsKeySource } from './secrets-key.js';
import { shownSubscription, type ShownSubscription } from './shown-subscription.js';
import { Signing, type SigningKeyMade } from './signing.js';
import { nameSubscription } from './subscription-list.js';

/** What a subscription is asked for with. */
export interface SubscriptionRequest {
  owner: string;
  /** The teams of the key that it is opened with. */
  teams: Scope['teams'];
  url: string;
  filter: EventFilter;
  content: Content;
  label?: string;
  algorithm?: SignatureAlgorithm;
}

/** What is to be otherwise; what is left out stays. */
export type SubscriptionPatch = Partial<Pick<SubscriptionRequest, 'url' | 'filter' | 'content' | 'label'>>;

/** A subscription that was opened. */
export interface OpenedNow {
  subscription: string;
  key: SigningKeyMade;
}

/** A secret that an earlier key of several opens. */
export interface SealedEarlier {
  subscription: string;
  owner: string;
  of: 'address' | 'signing-key';
  /** Of a signing key: its id. */
  signingKey?: string;
  /** What tells the earlier key apart, and nothing about it. */
  sealedBy: string;
}

type Asked<Type extends SubscriptionCommand['type']> = Extract<SubscriptionCommand, { type: Type }>['data'];

/**
 * The subscriptions of all integrations, each in the stream of its own. Who may do what is decided before: whoever calls
 * this may.
 */
export class Subscriptions {
  /** Its own: what is remembered of subscriptions is not pushed out by commitments. */
  private readonly ledger: Ledger;
  private readonly box: SecretBox;
  private readonly addresses: SealedAddresses;
  private readonly signing: Signing;

  /** @param forbids why nothing is ever sent to an address, as far as it can be seen from how it is written */
  constructor(
    private readonly store: EventStore,
    secretsKey: SecretsKeySource,
    forbids: ForbidsAddress = () => undefined,
  ) {
    this.box = new SecretBox(secretsKey);
    this.ledger = new Ledger(store);
    this.addresses = new SealedAddresses(this.box, forbids);
    this.signing = new Signing(store, this.ledger, this.box);
  }

  /** Opens a subscription with a signing key, whose secret is in this answer and in no other. @throws Refusal */
  async open(request: SubscriptionRequest, metadata: CommandMetadata): Promise<OpenedNow> {
    const id = namedUuid(`${metadata.commandId}/subscription`);
    const { url, algorithm = 'hmac-sha256', ...terms } = request;
    const endpoint = this.addresses.sealed(id, url);
    const minted = this.signing.mint(id, algorithm, metadata.commandId);
    const asked = { type: 'OpenSubscription', data: { ...request }, metadata };
    const said = { ...metadata, fingerprint: this.addresses.fingerprint(endpoint, asked) };
    const command = { type: 'OpenSubscription', data: { ...terms, endpoint, key: minted.key }, metadata } as const;
    const { state } = await this.ledger.load(subscriptions, id);
    // Decided once before it is named: what is refused is in no list.
    if (state.status === 'unopened') subscriptions.decide(command, state);
    await nameSubscription(this.ledger, id, request.owner, metadata);
    return { subscription: id, key: await this.signing.submit(id, command, minted, said) };
  }

  /** @param teams those of whoever asks. @throws Refusal */
  async change(
    id: string,
    patch: SubscriptionPatch,
    teams: Scope['teams'],
    metadata: CommandMetadata,
  ): Promise<Receipt> {
    const { url, ...rest } = patch;
    const { endpoint: before } = await this.known(id);
    const endpoint = url === undefined ? undefined : this.addresses.sealed(id, url, before);
    const asked = { type: 'ChangeSubscription', data: { ...patch, teams }, metadata };
    const said = { ...metadata, fingerprint: this.addresses.fingerprint(endpoint, asked) };
    return this.submit('ChangeSubscription', id, { ...rest, teams, ...(endpoint && { endpoint }) }, said);
  }

  /** @throws Refusal */
  pause(id: string, reason: string | undefined, metadata: CommandMetadata): Promise<Receipt> {
    return this.submit('PauseSubscription', id, because(reason), metadata);
  }

  /** Ends a pause or a disablement, or gives a failing endpoint its whole time again. @throws Refusal */
  resume(id: string, reason: string | undefined, metadata: CommandMetadata): Promise<Receipt> {
    return this.submit('ResumeSubscription', id, because(reason), metadata);
  }

  /** For ever. Again is as good as once. @throws Refusal */
  end(id: string, reason: string | undefined, metadata: CommandMetadata): Promise<Receipt> {
    return this.submit('EndSubscription', id, because(reason), metadata);
  }

  /** Another key to sign with beside those there are. @throws Refusal */
  async addKey(id: string, algorithm: SignatureAlgorithm, metadata: CommandMetadata): Promise<SigningKeyMade> {
    await this.known(id);
    const minted = this.signing.mint(id, algorithm, metadata.commandId);
    const asked = { type: 'AddSigningKey', data: { algorithm }, metadata };
    return this.signing.add(id, minted, asked);
  }

  /** A successor of the same kind. Both sign until the first retires. @throws Refusal */
  async rotateKey(
    id: string,
    key: string,
    overlap: Duration | undefined,
    metadata: CommandMetadata,
  ): Promise<SigningKeyMade> {
    const { algorithm } =
      (await this.known(id)).keys.get(key) ?? refuse('signing-key-unknown', { key: key.slice(0, 80) });
    const minted = this.signing.mint(id, algorithm, metadata.commandId);
    const asked = { type: 'RotateSigningKey', data: { key, ...(overlap !== undefined && { overlap }) }, metadata };
    return this.signing.rotate(id, minted, asked);
  }

  /** Signs nothing any more, at once. Again is as good as once. @throws Refusal */
  revokeKey(id: string, key: string, reason: string | undefined, metadata: CommandMetadata): Promise<Receipt> {
    return this.submit('RevokeSigningKey', id, { key, ...because(reason) }, metadata);
  }

  /** @throws Refusal, also for an event that does not stand where it is said to */
  async requestReplay(id: string, replay: Replay, metadata: CommandMetadata): Promise<Receipt> {
    await this.mustBeReplayable(replay);
    return this.submit('RequestReplay', id, { replay }, metadata);
  }

  /**
   * Who asks for one event names it by what a delivery said: both must be of one. And nobody can begin where the log has
   * not come to. @throws Refusal
   */
  async mustBeReplayable(replay: Replay): Promise<void> {
    const position = replay.of === 'one' ? replay.position : replay.of === 'everything' ? replay.after : '0';
    if (!/^\d{1,15}$/.test(position)) return;
    const at = BigInt(position) as Position;
    const head = await this.store.head();
    if (replay.of === 'everything' && at > head) refuse('position-beyond-log', { field: 'after', head: String(head) });
    if (replay.of !== 'one') return;
    if (at > 0n && at <= head)
      for await (const page of this.store.readAll({ after: (at - 1n) as Position, through: at }))
        if (page.some(({ id }) => id === replay.event)) return;
    refuse('event-not-there', { event: replay.event.slice(0, 80), position });
  }

  /** What those who deliver have found out. Said again, it changes nothing. @throws Refusal */
  report<Type extends 'ReportFailing' | 'ReportRecovered' | 'DisableSubscription'>(
    type: Type,
    id: string,
    data: Asked<Type>,
    metadata: CommandMetadata,
  ): Promise<Receipt> {
    return this.submit(type, id, data, metadata);
  }

  /** A subscription, in whatever state; `undefined` where nobody opened it. */
  async find(id: string): Promise<KnownSubscription | undefined> {
    // The list of all is a stream beside theirs.
    if (id === SUBSCRIPTIONS) return undefined;
    const { state } = await this.ledger.load(subscriptions, id);
    return state.status === 'unopened' ? undefined : state;
  }

  /** The same. @throws Refusal `subscription-unknown` */
  async known(id: string): Promise<KnownSubscription> {
    return (await this.find(id)) ?? refuse('subscription-unknown');
  }

  /** As it may be shown. @throws Refusal `subscription-unknown` */
  async get(id: string, at: Instant): Promise<ShownSubscription> {
    return shownSubscription(id, await this.known(id), at);
  }

  /** All there ever were, or those of one owner, in the order they were opened. */
  async list(at: Instant, owner?: string): Promise<ShownSubscription[]> {
    const shown: ShownSubscription[] = [];
    for await (const [id, subscription] of this.each(owner)) shown.push(shownSubscription(id, subscription, at));
    return shown;
  }

  /** The same, one after the other, with what is not shown. */
  async *each(owner?: string): AsyncIterable<[id: string, subscription: KnownSubscription]> {
    const { state: named } = await this.ledger.load(subscriptionList, SUBSCRIPTIONS);
    for (const [id, whose] of named) {
      if (owner !== undefined && whose !== owner) continue;
      const { state } = await this.ledger.load(subscriptions, id);
      // Named, and then nothing came of it.
      if (state.status !== 'unopened') yield [id, state];
    }
  }

  /** The whole address. @throws SecretsKeyProblem */
  addressOf(id: string, { endpoint }: Pick<KnownSubscription, 'endpoint'>): string {
    return this.addresses.opened(id, endpoint);
  }

  /** The bytes that a key signs with. @throws SecretsKeyProblem */
  secretOf(id: string, key: { id: string; sealed: string }): Buffer {
    return this.signing.opened(id, key);
  }

  /**
   * Whether all secrets can be read that may still be needed, of those that have not ended: to be asked at the start.
   * @throws SecretsKeyProblem
   */
  async mustOpenSecrets(at: Instant): Promise<void> {
    for await (const [id, subscription] of this.each()) {
      if (subscription.status === 'ended') continue;
      this.addressOf(id, subscription);
      for (const key of subscription.keys.values()) if (signs(key, at)) this.secretOf(id, key);
    }
  }

  /** The same secrets, as far as an earlier key sealed them: while there are any, that key must be kept. */
  async sealedEarlier(at: Instant): Promise<SealedEarlier[]> {
    const found: SealedEarlier[] = [];
    for await (const [subscription, { owner, status, endpoint, keys }] of this.each()) {
      if (status === 'ended') continue;
      const look = (sealed: string | undefined, what: Pick<SealedEarlier, 'of' | 'signingKey'>): void => {
        const by = sealed === undefined ? undefined : this.box.keyOf(sealed);
        if (by && !by.seals) found.push({ subscription, owner, ...what, sealedBy: by.key });
      };
      look(endpoint.sealedQuery, { of: 'address' });
      for (const key of keys.values()) if (signs(key, at)) look(key.sealed, { of: 'signing-key', signingKey: key.id });
    }
    return found;
  }

  private submit<Type extends SubscriptionCommand['type']>(
    type: Type,
    id: string,
    data: Asked<Type>,
    metadata: CommandMetadata,
  ): Promise<Receipt> {
    const command = { type, data, metadata } as unknown as SubscriptionCommand;
    return submitOne(this.ledger, subscriptions, id, command, metadata);
  }
}

const because = (reason: string | undefined): { reason?: string } => (reason === undefined ? {} : { reason });
