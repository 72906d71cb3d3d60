import { buildConnector, Pool } from 'undici';
import { Abandoned, Exchange, type Outcome } from './exchange.js';
import { failureWord } from './failure.js';
import { AllowList } from './guard/allow-list.js';
import { guardedConnector, type OpenSocket } from './guard/guarded-connector.js';
import { type Resolve, systemResolver } from './guard/resolver.js';
import { targetProblem } from './guard/target.js';

/** One request to an endpoint. */
export interface Request {
  /** Whose connections it goes by: nobody waits behind the requests to somebody else. */
  subscription: string;
  url: string;
  method: 'POST' | 'OPTIONS';
  headers: Readonly<Record<string, string>>;
  body?: string;
}

/** Sends, and says what came of it. It never rejects. */
export interface Sender {
  send(request: Request, signal?: AbortSignal): Promise<Outcome>;
  /** Closes the connections of an endpoint that is not to be sent to any more. */
  forget(subscription: string): void;
  close(): Promise<void>;
}

export interface SenderParts {
  allow?: AllowList;
  /** `Kept/<version>` */
  userAgent: string;
  resolve?: Resolve;
  /** Opens a socket to an address that was checked. */
  open?: OpenSocket;
  /** For everything from the first question to the name server to the last byte of the answer. */
  timeout?: number;
  /** Connections to one endpoint, at most; more requests than these wait for one. */
  connections?: number;
}

const TIMEOUT = 15_000;
const CONNECTIONS = 32;
/** A connection stays with the address that it was opened to: after a while it is asked again where the name leads. */
const OLDEST_CONNECTION = 300_000;

/** HTTP/1.1 over connections that are kept. Certificates are verified, redirects are answers like any other. */
export class HttpSender implements Sender {
  readonly #pools = new Map<string, { origin: string; pool: Pool }>();
  readonly #connect: OpenSocket;
  readonly #allow: AllowList;

  constructor(private readonly parts: SenderParts) {
    const timeout = parts.timeout ?? TIMEOUT;
    this.#allow = parts.allow ?? new AllowList();
    this.#connect = guardedConnector({
      allow: this.#allow,
      resolve: parts.resolve ?? systemResolver(),
      open: parts.open ?? buildConnector({ timeout, allowH2: false }),
    });
  }

  async send(request: Request, signal?: AbortSignal): Promise<Outcome> {
    const problem = targetProblem(request.url, this.#allow);
    if (problem !== undefined) return { milliseconds: 0, failure: problem };
    const exchange = new Exchange();
    const stop = (): void => exchange.abandon(new Abandoned('KEPT_STOPPED'));
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    const timer = setTimeout(() => exchange.abandon(new Abandoned('KEPT_TIMEOUT')), this.parts.timeout ?? TIMEOUT);
    try {
      this.#dispatch(request, exchange);
      return await exchange.outcome;
    } catch (error) {
      return { milliseconds: 0, failure: failureWord(error) };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }

  forget(subscription: string): void {
    const known = this.#pools.get(subscription);
    this.#pools.delete(subscription);
    // What is under way ends as it ends.
    void known?.pool.close();
  }

  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map(({ pool }) => pool.destroy()));
  }

  #dispatch({ subscription, url, method, headers, body }: Request, exchange: Exchange): void {
    const { origin, pathname, search } = new URL(url);
    this.#poolOf(subscription, origin).dispatch(
      {
        origin,
        path: pathname + search,
        method,
        headers: { 'user-agent': this.parts.userAgent, ...headers },
        ...(body !== undefined && { body }),
        // Another request must not wait for the answer to this one on the same connection.
        blocking: true,
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      exchange,
    );
  }

  #poolOf(subscription: string, origin: string): Pool {
    const known = this.#pools.get(subscription);
    if (known?.origin === origin) return known.pool;
    this.forget(subscription);
    const pool = new Pool(origin, {
      connect: this.#connect,
      connections: this.parts.connections ?? CONNECTIONS,
      pipelining: 1,
      clientTtl: OLDEST_CONNECTION,
    });
    this.#pools.set(subscription, { origin, pool });
    return pool;
  }
}
