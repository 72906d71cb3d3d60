import {
  type AccessKey,
  instant,
  type Instant,
  type IssueKey,
  type KeyRing,
  principalId,
  principalOfKey,
  type Principal,
  type RotateKey,
  refuse,
  type Scope,
  whyNotLive,
} from '#kept/domain';
import { streamName } from '#kept/contracts';
import { type EventStore } from '#kept/event-store';
import { timingSafeEqual } from 'node:crypto';
import {
  type CommandMetadata,
  fingerprintOf,
  keyRings,
  Ledger,
  namedUuid,
  PRINCIPALS,
  principals,
  submitOne,
} from '../ledger/index.js';
import { hashOfKey, isKeyId, mintKey, readKey } from './key-text.js';
import { type Entrance } from './session.js';

/** What a key is asked for with. */
export interface KeyRequest extends Scope {
  principal: string;
  label?: string;
  expiresAt?: Instant;
}

/** A key that was made. */
export interface IssuedKey {
  key: string;
  /** The key itself, `kept_…`: shown now and never again. Absent where the command was given before. */
  text?: string;
}

/** A key as it may be shown. */
export type ListedKey = Omit<AccessKey, 'hash'> & { principal: string; state: 'live' | 'revoked' | 'expired' };

/** Nobody's stream: looked into where there is nothing to look for. */
const NOBODY = '_nobody';
const NO_HASH = Buffer.alloc(32);
const SOMETIME = { occurredAt: instant(0), recordedAt: instant(0) };

/**
 * The keys of all principals, each in the stream of its own. A key is judged by the newest state of the store, so it is
 * revoked in every process at once.
 */
export class Keys {
  readonly #underWay = new Map<string, Promise<unknown>>();
  /** As they were read in this turn of the event loop. */
  readonly #thisTurn = new Map<string, Promise<KeyRing>>();

  /** Its own: what is remembered of keys is not pushed out by commitments. */
  private readonly ledger: Ledger;

  constructor(private readonly store: EventStore) {
    this.ledger = new Ledger(store);
  }

  /** @throws Refusal */
  async issue({ principal, ...request }: KeyRequest, metadata: CommandMetadata): Promise<IssuedKey> {
    await this.#name(principalId(principal), metadata);
    const { id, text, hash } = mintKey(principal, metadata.commandId);
    const asked = { type: 'IssueKey', data: { principal, ...request }, metadata };
    return this.#make(id, text, asked, { type: 'IssueKey', data: { key: id, hash, ...request }, metadata });
  }

  /** A second key with the scope of the first, which goes on working until it is revoked. @throws Refusal */
  async rotate(key: string, expiresAt: Instant | undefined, metadata: CommandMetadata): Promise<IssuedKey> {
    const { id: successor, text, hash } = mintKey(holderOfKey(key), metadata.commandId);
    const request = { key, ...(expiresAt !== undefined && { expiresAt }) };
    const asked = { type: 'RotateKey', data: request, metadata };
    return this.#make(successor, text, asked, { type: 'RotateKey', data: { ...request, successor, hash }, metadata });
  }

  /** Shuts a key out, at once and for ever. Again is as good as once. @throws Refusal */
  async revoke(key: string, reason: string | undefined, metadata: CommandMetadata): Promise<void> {
    const data = { key, ...(reason !== undefined && { reason }) };
    await submitOne(this.ledger, keyRings, holderOfKey(key), { type: 'RevokeKey', data, metadata }, metadata);
    this.#thisTurn.clear();
  }

  /** All keys there ever were. */
  async list(at: Instant): Promise<ListedKey[]> {
    const { state: named } = await this.ledger.load(principals, PRINCIPALS);
    const listed: ListedKey[] = [];
    for (const principal of named)
      for (const key of (await this.ring(principal)).values()) listed.push(shown(principal, key, at));
    return listed;
  }

  /** Whether anybody was ever given a key. */
  async wereGiven(): Promise<boolean> {
    return (await this.ledger.load(principals, PRINCIPALS)).state.size > 0;
  }

  /**
   * Who holds a key. A text that is no key, an unknown key and a wrong secret take the same work.
   */
  async enter(presented: string, at: Instant): Promise<Entrance> {
    const read = readKey(presented);
    const ring = await this.#ringThisTurn(read?.principal ?? NOBODY);
    const key = read && ring.get(read.id);
    const hash = key ? Buffer.from(key.hash, 'hex') : NO_HASH;
    const fits = timingSafeEqual(hashOfKey(presented), hash);
    if (!key || !fits) return { entry: 'refused', because: 'unknown-key' };
    const principal = holderOf(read.principal, key);
    const why = whyNotLive(key, at);
    if (why !== undefined) return { entry: 'refused', because: `key-${why}`, principal };
    const { expiresAt: endsAt } = key;
    return { entry: 'admitted', session: { principal, key: key.id, ...(endsAt !== undefined && { endsAt }) } };
  }

  /** Whether a key still opens anything. */
  async isLive(key: string, at: Instant): Promise<boolean> {
    const known = (await this.ring(principalOfKey(key))).get(key);
    return known !== undefined && whyNotLive(known, at) === undefined;
  }

  /**
   * A principal's keys as the store has them now. After a start a long stream is read once, however many ask at the
   * same time: the others wait, and then read what is new.
   */
  async ring(principal: string): Promise<KeyRing> {
    const before = this.#underWay.get(principal);
    if (before) {
      await before;
      return (await this.ledger.load(keyRings, principal)).state;
    }
    const loading = this.ledger.load(keyRings, principal);
    const done = (): unknown => this.#underWay.delete(principal);
    this.#underWay.set(principal, loading.then(done, done));
    return (await loading).state;
  }

  /**
   * Requests that arrive together are judged by one look into the store: it comes after all of them were sent. What
   * this process itself has revoked meanwhile is not looked at as it was before.
   */
  #ringThisTurn(principal: string): Promise<KeyRing> {
    const known = this.#thisTurn.get(principal);
    if (known) return known;
    const ring = this.ring(principal);
    if (this.#thisTurn.size === 0) setImmediate(() => this.#thisTurn.clear());
    this.#thisTurn.set(principal, ring);
    return ring;
  }

  /** Named first: a key that is in no list would be worse than a name without a key. */
  async #name(principal: string, { commandId, actor, occurredAt, recordedAt }: CommandMetadata): Promise<void> {
    const metadata = {
      ...{ commandId: namedUuid(`${commandId}/name`), actor, occurredAt, recordedAt },
      // Whenever it is said again, it is the same.
      fingerprint: fingerprintOf({ type: 'NamePrincipal', data: { principal }, metadata: SOMETIME }),
    };
    const command = { type: 'NamePrincipal', data: { principal }, metadata } as const;
    await submitOne(this.ledger, principals, PRINCIPALS, command, metadata);
  }

  /** @param asked the command without its secret: given again, it is the same, though another key would be minted */
  async #make(
    key: string,
    text: string,
    asked: Parameters<typeof fingerprintOf>[0],
    command: (IssueKey | RotateKey) & { metadata: CommandMetadata },
  ): Promise<IssuedKey> {
    const metadata = { ...command.metadata, fingerprint: command.metadata.fingerprint ?? fingerprintOf(asked) };
    const answer = await submitOne(this.ledger, keyRings, principalOfKey(key), command, metadata);
    this.#thisTurn.clear();
    const isNew = answer.outcome === 'recorded' && (await this.#standsThere(answer, command.data));
    return { key, ...(isNew && { text }) };
  }

  /**
   * Whether a secret is that of the event that was written. Two that give the same command at the same time both hear
   * that it is recorded, for the store compares the ids of events and not what they say: only one of the secrets is.
   */
  async #standsThere(
    { revision }: { revision: bigint },
    { key, hash }: { key: string; hash: string },
  ): Promise<boolean> {
    const stream = streamName('access', principalOfKey(key));
    for await (const page of this.store.readStream(stream, { from: revision, to: revision }))
      if (page[0]?.data['hash'] === hash) return true;
    // What was decided is not what was written: nothing remembered may say otherwise.
    this.ledger.forget();
    return false;
  }
}

function holderOfKey(key: string): string {
  return isKeyId(key) ? principalOfKey(key) : refuse('key-unknown', { key: key.slice(0, 80) });
}

function holderOf(id: string, { role, teams, grants }: AccessKey): Principal {
  return { id, role, teams, grants };
}

function shown(principal: string, key: AccessKey, at: Instant): ListedKey {
  const { hash: _, ...rest } = key;
  return { principal, ...rest, state: whyNotLive(key, at) ?? 'live' };
}
