import { type Endpoint, type Endpoints, type SigningSecret } from '#kept/delivery';
import { type Instant, type KnownSubscription, type SigningKey, signs } from '#kept/domain';
import { streamName } from '#kept/contracts';
import { type EventStore, type Position } from '#kept/event-store';
import { LRUCache } from 'lru-cache';
import { randomUUID } from 'node:crypto';
import { type Keys } from '../access/index.js';
import { reachOf } from './reach.js';
import { SecretsKeyProblem } from './secrets-key.js';
import { type Subscriptions } from './subscriptions.js';

/** Who says what those who deliver have found out. */
export const COURIER = { id: 'courier', role: 'kept' } as const;

/** Opened secrets that are remembered: of a thousand endpoints, with those that overlap. */
const REMEMBERED = 2_000;

export interface SubscribedEndpointsParts {
  store: EventStore;
  subscriptions: Subscriptions;
  keys: Pick<Keys, 'ring'>;
  now: () => Instant;
  /** Told of a subscription whose secrets cannot be opened: nothing is delivered to it until they can. */
  sealed?: (subscription: string, problem: SecretsKeyProblem) => void;
}

/**
 * The endpoints, as the streams of subscriptions say and as far as their owners' keys still reach: who is locked out is
 * delivered nothing, and whose keys have been narrowed hears of what is left. That changes with `subscription-{id}`, with
 * `access-{owner}`, and with the time, as keys expire.
 */
export class SubscribedEndpoints implements Endpoints {
  readonly #secrets = new LRUCache<string, SigningSecret>({ max: REMEMBERED });
  readonly #openedAt = new LRUCache<string, { position: Position }>({ max: REMEMBERED });

  constructor(private readonly parts: SubscribedEndpointsParts) {}

  async all(): Promise<Endpoint[]> {
    const endpoints: Endpoint[] = [];
    for await (const [id, subscription] of this.parts.subscriptions.each())
      endpoints.push(await this.#endpoint(id, subscription));
    return endpoints;
  }

  async one(id: string): Promise<Endpoint | undefined> {
    const subscription = await this.parts.subscriptions.find(id);
    return subscription && this.#endpoint(id, subscription);
  }

  async report(id: string, what: Parameters<Endpoints['report']>[1]): Promise<void> {
    const now = this.parts.now();
    const metadata = { commandId: randomUUID(), actor: COURIER, occurredAt: now, recordedAt: now };
    const { subscriptions } = this.parts;
    switch (what.is) {
      case 'failing': {
        const { since, disablesAt } = what;
        await subscriptions.report('ReportFailing', id, { since, disablesAt }, metadata);
        return;
      }
      case 'recovered':
        await subscriptions.report('ReportRecovered', id, {}, metadata);
        return;
      case 'disabled':
        await subscriptions.report('DisableSubscription', id, { because: what.because }, metadata);
        return;
    }
  }

  async #endpoint(id: string, subscription: KnownSubscription): Promise<Endpoint> {
    const { owner, teams, endpoint, filter, content, replays, status } = subscription;
    const failing = status === 'active' ? subscription.failing : undefined;
    const base = {
      ...{ subscription: id, owner, teams, url: endpoint.url, filter, content, replays, keys: [] },
      openedAt: await this.#positionOf(id),
      ...(failing && { failing }),
    };
    // What has ended is delivered to nobody: its secrets stay shut.
    if (status === 'ended') return { ...base, state: 'ended' };
    const reach = await reachOf(this.parts.keys, subscription, this.parts.now());
    try {
      const url = this.parts.subscriptions.addressOf(id, subscription);
      const opened = { ...base, url, keys: this.#keys(id, subscription) };
      return reach === undefined ? { ...opened, state: standing(status) } : { ...opened, teams: reach, state: status };
    } catch (error) {
      if (!(error instanceof SecretsKeyProblem)) throw error;
      // One that cannot be opened keeps nobody else waiting.
      this.parts.sealed?.(id, error);
      return { ...base, state: standing(status) };
    }
  }

  #keys(id: string, { keys }: KnownSubscription): SigningSecret[] {
    const now = this.parts.now();
    return [...keys.values()].filter((key) => signs(key, now)).map((key) => this.#secret(id, key));
  }

  /** The same object for the same key: what is made of it, to sign with, is made once. */
  #secret(subscription: string, key: SigningKey): SigningSecret {
    const { id, algorithm, sealed, retiresAt } = key;
    const name = `${sealed} ${retiresAt ?? ''}`;
    const known = this.#secrets.get(name);
    if (known) return known;
    const secret = this.parts.subscriptions.secretOf(subscription, key);
    const opened = { id, algorithm, secret, ...(retiresAt !== undefined && { retiresAt }) };
    this.#secrets.set(name, opened);
    return opened;
  }

  /** Of the entry that opened it, which never moves. */
  async #positionOf(id: string): Promise<Position> {
    const known = this.#openedAt.get(id);
    if (known) return known.position;
    for await (const page of this.parts.store.readStream(streamName('subscription', id), { from: 0n, to: 0n }))
      for (const { position } of page) {
        this.#openedAt.set(id, { position });
        return position;
      }
    throw new Error(`subscription ${id} has no first entry`);
  }
}

/** Nothing is delivered, and nothing is over: what is disabled stays so. */
const standing = (status: 'active' | 'paused' | 'disabled'): 'paused' | 'disabled' =>
  status === 'disabled' ? 'disabled' : 'paused';
