import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

/** A collector on loopback that keeps what it is sent. */
export interface OtlpReceiver extends AsyncDisposable {
  endpoint: string;
  /** Bodies and headers of everything sent so far. */
  received: { path: string; headers: string; body: string }[];
  /** Every span, as it was sent. */
  spans(): { name: string }[];
  /** Names of spans, and of metrics. */
  names(): { spans: string[]; metrics: string[] };
}

interface Spans {
  resourceSpans: { scopeSpans: { spans: { name: string }[] }[] }[];
}

interface Figures {
  resourceMetrics: { scopeMetrics: { metrics: { name: string }[] }[] }[];
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const received: OtlpReceiver['received'] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: JSON.stringify(request.headers), body });
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sentTo = <T>(path: string): T[] =>
    received.filter((one) => one.path === path).map(({ body }) => JSON.parse(body) as T);
  const spans = (): { name: string }[] =>
    sentTo<Spans>('/v1/traces')
      .flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans))
      .flatMap((scope) => scope.spans);
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    spans,
    names: () => ({
      spans: spans().map(({ name }) => name),
      metrics: sentTo<Figures>('/v1/metrics')
        .flatMap(({ resourceMetrics }) => resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics))
        .flatMap(({ metrics }) => metrics.map(({ name }) => name)),
    }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
