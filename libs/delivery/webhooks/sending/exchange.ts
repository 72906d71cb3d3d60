import { performance } from 'node:perf_hooks';
import { type Dispatcher } from 'undici';
import { failureWord, refusalWord } from './failure.js';
import { maskSecrets } from './mask-secrets.js';

/** What came of sending something. A success is that which has no failure. */
export interface Outcome {
  milliseconds: number;
  status?: number;
  failure?: string;
  answer?: string;
  /** As it was sent: seconds, or a date. */
  retryAfter?: string;
  headers?: Readonly<Record<string, string | string[] | undefined>>;
}

/** Bytes of an answer that are kept, and so many more that are read to keep the connection: of more, it is closed. */
const KEPT = 20_000;
const READ = 1_000_000;

/** The time is up, or nobody waits any more. */
export class Abandoned extends Error {
  constructor(readonly code: 'KEPT_TIMEOUT' | 'KEPT_STOPPED') {
    super(code);
    this.name = 'Abandoned';
  }
}

/** One request and its answer, whatever comes of it: it never rejects. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly outcome: Promise<Outcome>;
  readonly #began = performance.now();
  readonly #chunks: Buffer[] = [];
  #read = 0;
  #status: number | undefined;
  #headers: NonNullable<Outcome['headers']> = {};
  #controller: Dispatcher.DispatchController | undefined;
  #abandoned: Abandoned | undefined;
  #settle!: (outcome: Outcome) => void;

  constructor() {
    this.outcome = new Promise((resolve) => (this.#settle = resolve));
  }

  /** Ends it now, at whatever it is: waiting for a connection, for the answer, or within it. */
  abandon(because: Abandoned): void {
    this.#abandoned = because;
    this.#controller?.abort(because);
    this.#end(because);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#abandoned) controller.abort(this.#abandoned);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: NonNullable<Outcome['headers']>): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#read < KEPT) this.#chunks.push(chunk.subarray(0, KEPT - this.#read));
    this.#read += chunk.length;
    if (this.#read <= READ) return;
    // It has been answered; what else it says, nobody wants to know.
    this.#end(undefined);
    controller.abort(new Abandoned('KEPT_STOPPED'));
  }

  onResponseEnd(): void {
    this.#end(undefined);
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#end(error);
  }

  #end(error: Error | undefined): void {
    const status = this.#status;
    const failure = error ? failureWord(error) : refusalWord(status!);
    const retryAfter = this.#headers['retry-after'];
    this.#settle({
      milliseconds: Math.round(performance.now() - this.#began),
      ...(status !== undefined && { status, headers: this.#headers }),
      ...(failure !== undefined && { failure }),
      ...(this.#chunks.length > 0 && { answer: readable(Buffer.concat(this.#chunks)) }),
      ...(typeof retryAfter === 'string' && { retryAfter }),
    });
  }
}

/** Whatever bytes somebody sends, as text that can be stored and shown. */
function readable(bytes: Buffer): string {
  return maskSecrets(new TextDecoder().decode(bytes).replace(/[\0-\x08\x0B\x0C\x0E-\x1F\x7F]/g, '\uFFFD'));
}
