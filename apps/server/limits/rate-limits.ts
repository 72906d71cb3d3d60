import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { type Config } from '../config/config.js';
import { refuseRequest } from '../http/request-refused.js';
import { addressKey } from './address-key.js';

const MINUTE = 60;

/**
 * How much one caller may ask. Until it is known who asks, a request counts for its address; whoever turns out to be
 * known gives that back, and counts for themselves: people behind one address do not pay for each other.
 */
export class RateLimits {
  readonly #addresses: RateLimiterMemory | undefined;
  readonly #principals: RateLimiterMemory | undefined;

  constructor({ rateLimit, addressRateLimit }: Pick<Config, 'rateLimit' | 'addressRateLimit'>) {
    this.#addresses = limiter(addressRateLimit);
    this.#principals = limiter(rateLimit);
  }

  /** @throws RequestRefused `too-many-requests` */
  async byAddress(address: string): Promise<void> {
    await use(this.#addresses, addressKey(address));
  }

  /** @throws RequestRefused `too-many-requests` */
  async byPrincipal(principal: string, address: string): Promise<void> {
    await this.#addresses?.reward(addressKey(address));
    await use(this.#principals, principal);
  }
}

const limiter = (points: number): RateLimiterMemory | undefined =>
  points === 0 ? undefined : new RateLimiterMemory({ points, duration: MINUTE });

async function use(limits: RateLimiterMemory | undefined, key: string): Promise<void> {
  try {
    await limits?.consume(key);
  } catch (spent) {
    if (!(spent instanceof RateLimiterRes)) throw spent;
    const seconds = Math.max(1, Math.ceil(spent.msBeforeNext / 1_000));
    refuseRequest('too-many-requests', { seconds }, { 'retry-after': String(seconds) });
  }
}
