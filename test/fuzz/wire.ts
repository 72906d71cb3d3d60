import { Agent, request } from 'node:http';
import { connect } from 'node:net';

/** A request as it goes over the wire. Nothing is added but what HTTP needs to know where it ends. */
export interface WireRequest {
  method: string;
  /** Percent-encoded, with its query. */
  path: string;
  headers: Record<string, string | string[]>;
  body?: string | Buffer;
  /** Sends the body in chunks of so many bytes. */
  chunk?: number;
}

export interface WireAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Sends requests one after the other over one connection. */
export class Wire {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: URL;

  constructor(address: string) {
    this.#url = new URL(address);
  }

  send({ method, path, headers, body, chunk }: WireRequest): Promise<WireAnswer> {
    return new Promise((done, failed) => {
      const { hostname, port } = this.#url;
      const sent = request(
        {
          agent: this.#agent,
          hostname,
          port,
          method,
          path,
          headers: headers as Record<string, string>,
          timeout: 10_000,
        },
        (answer) => {
          let text = '';
          // A stream of events has no end: it is left as soon as it has begun.
          if (answer.headers['content-type']?.startsWith('text/event-stream')) {
            done({ status: answer.statusCode!, headers: answer.headers, text });
            answer.destroy();
            return;
          }
          answer.setEncoding('utf8');
          answer.on('data', (part: string) => (text += part));
          answer.on('error', failed);
          answer.on('end', () => done({ status: answer.statusCode!, headers: answer.headers, text }));
        },
      );
      sent.on('error', failed);
      sent.on('timeout', () => sent.destroy(new Error('no answer within 10 s')));
      const bytes = body === undefined ? undefined : Buffer.from(body);
      if (bytes && chunk)
        for (let from = 0; from < bytes.length; from += chunk) sent.write(bytes.subarray(from, from + chunk));
      else if (bytes) sent.setHeader('content-length', bytes.length);
      sent.end(chunk ? undefined : bytes);
    });
  }

  /** Bytes that no client library would send. @returns all that came back until the server hung up */
  raw(bytes: string | Buffer): Promise<WireAnswer> {
    return new Promise((done, failed) => {
      const socket = connect(Number(this.#url.port), this.#url.hostname);
      let text = '';
      socket.setEncoding('utf8').setTimeout(10_000, () => socket.destroy(new Error('no answer within 10 s')));
      socket.on('data', (part: string) => (text += part));
      socket.on('error', failed);
      socket.on('close', () => done(parsed(text)));
      socket.end(bytes);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

function parsed(text: string): WireAnswer {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 1).trim(),
  ]);
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(headers) as Record<string, string>,
    text: text.slice(end + 4),
  };
}
