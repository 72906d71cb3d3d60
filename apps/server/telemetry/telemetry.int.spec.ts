import { describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { startOtlpReceiver } from '../../../test/support/otlp-receiver.js';
import { startTestServer } from '../../../test/support/server.js';
import { configFrom } from '../config/config.js';
import { startTelemetry } from './start.js';
import { NO_TELEMETRY } from './telemetry.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';

interface ReceivedSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
}

describe('telemetry', () => {
  it('is nothing at all where nobody asked for it', async () => {
    expect(await startTelemetry(configFrom({}))).toBe(NO_TELEMETRY);
  });

  it('puts the append into the command, the command into the request, and the request into the caller’s trace', async () => {
    await using collector = await startOtlpReceiver();
    const server = await startTestServer({ otelEndpoint: collector.endpoint, otelHeaders: { 'x-tenant': 'ours' } });
    const admin = await server.as('admin');
    const team = { team: 'north', name: 'North', timeZone: 'Asia/Shanghai' };
    await admin.post('/v1/teams', team, { traceparent: `00-${TRACE}-${CALLER}-01` });
    await server.stop();
    const spans = (collector.spans() as ReceivedSpan[]).filter(({ traceId }) => traceId === TRACE);
    const named = (name: string) => spans.find((span) => span.name === name)!;
    expect(named('POST /v1/teams').parentSpanId).toBe(CALLER);
    expect(named('command RegisterTeam').parentSpanId).toBe(named('POST /v1/teams').spanId);
    expect(named('append').parentSpanId).toBe(named('command RegisterTeam').spanId);
    expect(collector.received.every(({ headers }) => headers.includes('"x-tenant":"ours"'))).toBe(true);
  });

  it('takes no other trace for one, and begins its own', async () => {
    await using collector = await startOtlpReceiver();
    const server = await startTestServer({ otelEndpoint: collector.endpoint });
    await server.stranger.get('/livez', { traceparent: `00-${'0'.repeat(32)}-${CALLER}-01` });
    await server.stop();
    const [span] = (collector.spans() as ReceivedSpan[]).filter(({ name }) => name === 'GET /livez');
    expect(span).not.toHaveProperty('parentSpanId');
    expect(span!.traceId).not.toBe('0'.repeat(32));
  });

  it('does not keep the server from ending where its collector never answers', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const server = await startTestServer({ otelEndpoint: `http://127.0.0.1:${port}` });
    await server.stranger.get('/livez');
    const began = performance.now();
    await server.stop();
    expect(performance.now() - began).toBeLessThan(10_000);
    silent.close();
  });
});
