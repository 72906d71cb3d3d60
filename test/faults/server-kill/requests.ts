import { randomUUID } from 'node:crypto';
import { type Sent } from './journal.js';

export const TEAMS = ['north', 'south', 'west'] as const;

const ZONE = 'Asia/Shanghai';
const HOUR = 3_600_000;

/** A commitment as a client knows it. */
export interface Known {
  commitment: string;
  customer: string;
  etag: string;
}

/** Makes requests, each with a marker of its own in a field that is recorded. */
export class Requests {
  #count = 0;

  constructor(
    private readonly client: string,
    private readonly next: () => number,
  ) {}

  marker(): string {
    this.#count += 1;
    return `m-${this.client}-${this.#count}`;
  }

  customer(customer: string): Sent {
    const marker = this.marker();
    return this.#request('/v1/customers', marker, { customer, segment: marker }, { key: marker });
  }

  promise(customer: string): Sent {
    const marker = this.marker();
    const named = this.next() < 0.5 && { commitment: `c-${marker}` };
    return this.#request('/v1/commitments', marker, { ...named, ...this.promiseBody(customer, marker) });
  }

  promiseBody(customer: string, marker: string): Record<string, unknown> {
    const team = TEAMS[Math.floor(this.next() * TEAMS.length)]!;
    return { customer, team, kind: 'repair', owner: marker, promised: this.#window(), personal: { what: 'made good' } };
  }

  notification(known: Known): Sent {
    const marker = this.marker();
    return this.#change(known, 'notifications', marker, this.notificationBody(marker));
  }

  notificationBody(marker: string): Record<string, unknown> {
    const reached = this.next() < 0.7;
    const answer = reached && this.next() < 0.5 ? 'accepted' : 'none';
    return { purpose: 'reschedule', channel: marker, reached, conveyed: this.#window(), answer };
  }

  reschedule(known: Known): Sent {
    const marker = this.marker();
    return this.#change(known, 'reschedules', marker, this.rescheduleBody(marker));
  }

  rescheduleBody(marker: string): Record<string, unknown> {
    return { to: this.#window(), reason: marker, initiator: 'provider' };
  }

  fulfilment(known: Known): Sent {
    const marker = this.marker();
    return this.#change(known, 'fulfilment', marker, this.fulfilmentBody(marker));
  }

  fulfilmentBody(marker: string): Record<string, unknown> {
    return { evidence: [marker], leftUndone: this.next() < 0.1 };
  }

  /** The same key with another content: it must be refused, and leave nothing. */
  forged(sent: Sent): Sent {
    const marker = this.marker();
    const { commitment, ...body } = sent.body;
    const said = JSON.parse(JSON.stringify(body).replaceAll(sent.marker, marker)) as Sent['body'];
    return { ...sent, marker, body: { ...(commitment !== undefined && { commitment }), ...said }, forged: true };
  }

  #change({ commitment, etag }: Known, what: string, marker: string, body: Sent['body']): Sent {
    const path = `/v1/commitments/${encodeURIComponent(commitment)}/${what}`;
    return { ...this.#request(path, marker, body), ifMatch: this.next() < 0.8 || what === 'fulfilment' ? etag : '*' };
  }

  #request(path: string, marker: string, body: Sent['body'], { key = this.#keyOrNone() } = {}): Sent {
    return { marker, method: 'POST', path, body, ...(key !== undefined && { key }) };
  }

  #keyOrNone(): string | undefined {
    return this.next() < 0.6 ? randomUUID() : undefined;
  }

  #window(): { due: string; timeZone: string } {
    const due = Date.now() + Math.floor((this.next() * 200 - 20) * HOUR);
    return { due: new Date(due).toISOString(), timeZone: ZONE };
  }
}
