import { type Attempt, type DeadLetter, type DeliveryDesk, type Endpoint } from '#kept/delivery';
import { instant, type Replay } from '#kept/domain';

/** What a desk was asked, and what it is to say: for tests that are about who may ask, and not about deliveries. */
export class TestDesk implements DeliveryDesk {
  readonly asked: unknown[] = [];
  readonly #at = instant(Date.UTC(2026, 2, 2, 8));
  attempt: Attempt = {
    ...{ subscription: 's', event: 'e-1', position: '7', number: 2, at: this.#at, milliseconds: 12.5, status: 503 },
    ...{ failure: 'server-error', answer: 'not now', nextAt: instant(this.#at + 5_000) },
  };
  letter: DeadLetter = {
    ...{ subscription: 's', event: 'e-1', position: '7', type: 'BreachDeclared', lane: 'acme', attempts: 10 },
    ...{ gaveUpAt: this.#at, failure: 'timeout' },
  };

  #answer<T>(question: unknown[], answer: T): Promise<T> {
    this.asked.push(question);
    return Promise.resolve(answer);
  }

  status = (subscription: string) =>
    this.#answer(['status', subscription], {
      ...{ position: '7', behind: 3, held: 2, dead: 1, breaker: 'open' as const, probesAt: this.#at },
    });
  attempts: DeliveryDesk['attempts'] = (subscription, page) =>
    this.#answer(['attempts', subscription, page], { rows: [{ ...this.attempt, subscription }], next: 'more' });
  dead: DeliveryDesk['dead'] = (subscription, page) =>
    this.#answer(['dead', subscription, page], { rows: [{ ...this.letter, subscription }] });
  count = (subscription: string, replay: Replay) => this.#answer(['count', subscription, replay], 42);
  ping = (endpoint: Endpoint): Promise<Attempt> =>
    this.#answer(['ping', endpoint], {
      ...{
        subscription: endpoint.subscription,
        event: 'ping-1',
        number: 1,
        at: this.#at,
        milliseconds: 3,
        status: 204,
      },
    });
  handshake = (endpoint: Endpoint) =>
    this.#answer(['handshake', endpoint], { allowed: true, status: 200, rate: '120' });
}
