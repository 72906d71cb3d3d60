import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** The server was not there: nothing can have happened. */
export class NotSent extends Error {}

/** It was sent, or a part of it; nobody knows what became of it. */
export class AnswerLost extends Error {}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Asking {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Given the answer piece by piece, as it comes. */
  heard?: (text: string) => void;
}

/** One connection that is kept alive, and one request on it at a time. */
export class Connection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly address: string,
    private readonly key: string,
  ) {}

  /** @throws NotSent, AnswerLost */
  ask({ method, path, headers = {}, body, heard }: Asking): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const lost = (error: Error): void => reject(new AnswerLost(`${method} ${path}: ${error.message}`));
      const asked = request(
        new URL(path, this.address),
        {
          method,
          agent: this.#agent,
          headers: {
            authorization: `Bearer ${this.key}`,
            ...(body !== undefined && {
              'content-type': 'application/json',
              'content-length': String(Buffer.byteLength(body)),
            }),
            ...headers,
          },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (piece: string) => {
            text += piece;
            heard?.(piece);
          });
          answer.once('error', lost);
          answer.once('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body: text }));
        },
      );
      asked.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ECONNREFUSED' ? reject(new NotSent(error.message)) : lost(error),
      );
      asked.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
