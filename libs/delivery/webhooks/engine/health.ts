import { type Instant } from '#kept/domain';
import { type Clock } from '../clock.js';
import { type Endpoint, type Endpoints } from '../ports.js';
import { Breaker } from './breaker.js';

const MINUTE = 60_000;
/** How long nothing was taken before the owner is told, and how often it was tried at least. */
const TOLD_AFTER = 5 * MINUTE;
const TOLD_AT = 5;
/** From the first failure until it is disabled. */
const DISABLED_AFTER = 5 * 24 * 60 * MINUTE;
/** Milliseconds until a report is repeated that could not be made. */
const REPEATED_AFTER = 10_000;

type Report = Parameters<Endpoints['report']>[1];

export interface HealthParts {
  clock: Clock;
  random: () => number;
  report: (what: Report) => Promise<void>;
  failed: (error: unknown) => void;
  /** What may be sent has changed. */
  changed: () => void;
  /** It is not to be sent anything any more; its stream will say so too. */
  disabled: () => void;
}

/** How an endpoint is: whether it is sent to, since when it takes nothing, and until when that is borne. */
export class Health {
  readonly breaker: Breaker;
  #failing: Endpoint['failing'];
  /** The first failure since the last success, and how many there were. */
  #since: Instant | undefined;
  #failures = 0;
  #ended = false;
  readonly #timers: Partial<Record<'probe' | 'countdown' | 'repeat', () => void>> = {};

  constructor(private readonly parts: HealthParts) {
    this.breaker = new Breaker(parts.random);
  }

  /** As its stream says. A countdown that is not there any more begins anew. */
  see(failing: Endpoint['failing']): void {
    if (failing?.disablesAt === this.#failing?.disablesAt) return;
    this.#failing = failing;
    this.#failures = 0;
    this.#since = failing?.since;
    this.#countDown();
  }

  succeeded(): void {
    this.#failures = 0;
    this.#since = undefined;
    if (this.breaker.state !== 'closed') {
      this.#timers.probe?.();
      this.breaker.succeeded();
      this.parts.changed();
    } else this.breaker.succeeded();
    if (!this.#failing) return;
    this.#failing = undefined;
    this.#countDown();
    this.#report({ is: 'recovered' });
  }

  failedAt(now: Instant, lane: string): void {
    this.#since ??= now;
    this.#failures += 1;
    if (this.breaker.failed(lane, now)) this.#restUntil(this.breaker.probesAt!, now);
    if (this.#failing || this.#failures < TOLD_AT || now - this.#since < TOLD_AFTER) return;
    this.#failing = { since: this.#since, disablesAt: (this.#since + DISABLED_AFTER) as Instant };
    this.#countDown();
    this.#report({ is: 'failing', ...this.#failing });
  }

  /** It has said that it is not there any more. */
  gone(): void {
    this.#report({ is: 'disabled', because: 'gone' });
    this.parts.disabled();
  }

  /** Nobody is to be woken any more. */
  end(): void {
    this.#ended = true;
    for (const cancel of Object.values(this.#timers)) cancel();
  }

  #restUntil(probesAt: Instant, now: Instant): void {
    this.#timers.probe = this.parts.clock.after(probesAt - now, () => {
      this.breaker.probe();
      this.parts.changed();
    });
    this.parts.changed();
  }

  #countDown(): void {
    this.#timers.countdown?.();
    delete this.#timers.countdown;
    if (!this.#failing || this.#ended) return;
    const left = Math.max(0, this.#failing.disablesAt - this.parts.clock.now());
    this.#timers.countdown = this.parts.clock.after(left, () => {
      this.#report({ is: 'disabled', because: 'failing' });
      this.parts.disabled();
    });
  }

  /** Again until it is recorded, or there is something newer to be said. */
  #report(what: Report): void {
    this.#timers.repeat?.();
    delete this.#timers.repeat;
    this.parts.report(what).catch((error: unknown) => {
      this.parts.failed(error);
      if (this.#ended) return;
      this.#timers.repeat = this.parts.clock.after(REPEATED_AFTER, () => this.#report(what));
    });
  }
}
