import { Holding } from '#kept/sharing';
import { WebhookEngine, type EngineParts } from '../engine/engine.js';
import { type Sender } from '../sending/sender.js';
import { Life } from './life.fixture.js';

/** What a worker is given, before it is its own. */
export interface Surroundings extends Omit<EngineParts, 'sender'> {
  send: (by: object, ...what: Parameters<Sender['send']>) => ReturnType<Sender['send']>;
  /** Told of everything that the journal is doing. */
  busy: (result: Promise<unknown>) => void;
}

/** A process that delivers. It may be killed, or stand still while others take its work for its own. */
export class Worker {
  readonly life = new Life();
  readonly engine: WebhookEngine;
  #holding = Holding.NOTHING;
  #turn = Promise.resolve();
  /** Of what has changed while it stood still. */
  readonly #missed = new Set<string>();
  #catchingUp = 0;

  constructor({ send, busy, ...parts }: Surroundings) {
    const { life } = this;
    this.engine = new WebhookEngine({
      ...parts,
      clock: life.clock(parts.clock),
      sender: life.sender((...what) => send(this, ...what)),
      journal: life.of(parts.journal, busy),
      feed: life.of(parts.feed),
      endpoints: life.of(parts.endpoints),
    });
  }

  /** Whether something has changed that it has not seen: nobody can blame it for what it does. */
  get isBehind(): boolean {
    return this.life.isStill || this.#missed.size + this.#catchingUp > 0;
  }

  async hold(holding: Holding): Promise<void> {
    this.#holding = holding;
    await this.engine.hold(holding);
  }

  /** Whether it believes that a share is its own. */
  hasShare(share: number): boolean {
    return [...this.#holding].includes(share);
  }

  /** It is told of one thing after the other. */
  inTurn(work: () => Promise<void>): Promise<void> {
    return (this.#turn = this.#turn.then(work));
  }

  /** A subscription has changed. */
  async changed(subscription: string): Promise<void> {
    if (this.life.isStill) this.#missed.add(subscription);
    else await this.engine.changed(subscription);
  }

  goOn(): void {
    const missed = [...this.#missed];
    this.#missed.clear();
    this.#catchingUp += 1;
    this.life.goOn();
    void Promise.all(missed.map((subscription) => this.engine.changed(subscription))).finally(
      () => (this.#catchingUp -= 1),
    );
  }
}
