/** A key as whoever receives knows it. */
export interface KnownKey {
  id: string;
  /** `whsec_…` or `whpk_…` */
  text: string;
  retiresAt?: number;
}

/** A subscription as its owner knows it. */
export interface Subscription {
  id: string;
  path: string;
  types: readonly string[];
  keys: KnownKey[];
  /** When the ledger had said that it is over. */
  endedAt?: number;
}

interface KeyMade {
  id: string;
  secret?: string;
  publicKey?: string;
}

/** What a subscription is about, unless it is said. */
const TOLD = ['PromiseMade', 'CustomerNotified'];

/** Keeps subscriptions over HTTP, as an integration does. */
export class Subscriber {
  constructor(
    private readonly server: string,
    private readonly receiver: string,
    private readonly key: string,
  ) {}

  async open(path: string, signature: 'hmac-sha256' | 'ed25519', types = TOLD): Promise<Subscription> {
    const body = { url: `${this.receiver}${path}`, filter: { types }, signature };
    const { id, key } = await this.#ask<{ id: string; key: KeyMade }>('POST', '', body);
    return { id, path, types, keys: [known(key)] };
  }

  async rotate(subscription: Subscription): Promise<void> {
    const newest = subscription.keys.at(-1)!;
    const made = await this.#ask<KeyMade>('POST', `/${subscription.id}/keys/${newest.id}/rotation`, {
      overlap: 'PT2S',
    });
    subscription.keys.push(known(made));
    const { keys } = await this.#ask<{ keys: { id: string; retiresAt?: string }[] }>('GET', `/${subscription.id}`);
    for (const { id, retiresAt } of keys) {
      const key = subscription.keys.find((one) => one.id === id);
      if (key && retiresAt !== undefined) key.retiresAt = Date.parse(retiresAt);
    }
  }

  async end(subscription: Subscription): Promise<void> {
    await this.#ask('DELETE', `/${subscription.id}`);
    subscription.endedAt = Date.now();
  }

  async #ask<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.server}/v1/subscriptions${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

const known = ({ id, secret, publicKey }: KeyMade): KnownKey => ({ id, text: (publicKey ?? secret)! });
