import { type Instant } from '#kept/domain';
import { type Endpoint, type Endpoints } from '../ports.js';

/** Subscriptions in memory; who is told of a change looks again. */
export class MemoryEndpoints implements Endpoints {
  readonly known = new Map<string, Endpoint>();
  readonly reports: { subscription: string; is: string }[] = [];
  told: (subscription: string) => void = () => undefined;
  #revision = 0;

  open(endpoint: Pick<Endpoint, 'subscription' | 'openedAt'> & Partial<Endpoint>): void {
    const base = {
      owner: 'crm',
      teams: 'all',
      filter: {},
      content: 'thin',
      state: 'active',
      replays: [],
      keys: [],
    } as const;
    this.known.set(endpoint.subscription, { ...base, url: `https://${endpoint.subscription}.example/`, ...endpoint });
  }

  change(subscription: string, change: Partial<Endpoint>): void {
    this.known.set(subscription, { ...this.known.get(subscription)!, ...change });
  }

  askFor(subscription: string, replay: Endpoint['replays'][number]['replay']): void {
    const { replays } = this.known.get(subscription)!;
    this.change(subscription, { replays: [...replays, { revision: (this.#revision += 1), replay }] });
  }

  all(): Promise<Endpoint[]> {
    return Promise.resolve([...this.known.values()]);
  }

  one(subscription: string): Promise<Endpoint | undefined> {
    return Promise.resolve(this.known.get(subscription));
  }

  report(subscription: string, what: Parameters<Endpoints['report']>[1]): Promise<void> {
    this.reports.push({ subscription, is: what.is });
    const { failing: _, ...endpoint } = this.known.get(subscription)!;
    if (endpoint.state !== 'active') return Promise.resolve();
    if (what.is === 'failing')
      this.known.set(subscription, { ...endpoint, failing: { since: what.since, disablesAt: what.disablesAt } });
    else this.known.set(subscription, what.is === 'recovered' ? endpoint : { ...endpoint, state: 'disabled' });
    queueMicrotask(() => this.told(subscription));
    return Promise.resolve();
  }
}

/** An HMAC key whose secret tells it apart. */
export const aKey = (id: string, retiresAt?: Instant): Endpoint['keys'][number] => ({
  ...{ id, algorithm: 'hmac-sha256', secret: Buffer.from(id.padEnd(32, '.')) },
  ...(retiresAt !== undefined && { retiresAt }),
});
