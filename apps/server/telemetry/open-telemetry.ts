import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answered } from '../observation/answered.js';
import { Metrics } from './metrics.js';
import { type Attributes, type Gauges, type Telemetry } from './telemetry.js';
import { Traces } from './traces.js';

/** Milliseconds between two sendings of figures. */
const EVERY = 15_000;
/** Milliseconds that the collector is waited for; at the end, too. */
const PATIENCE = 3_000;

/** Sends traces and metrics to a collector, by OTLP over HTTP. Nothing is registered for the whole process. */
export class OpenTelemetry implements Telemetry {
  readonly #tracers: BasicTracerProvider;
  readonly #meters: MeterProvider;
  readonly #traces: Traces;
  readonly #metrics: Metrics;

  constructor({ endpoint, headers }: { endpoint: string; headers: Record<string, string> }) {
    // Who and where this is, and nothing else: not the machine, not its user.
    const resource = resourceFromAttributes({ 'service.name': 'kept' });
    const at = (signal: string) => ({
      url: `${endpoint.replace(/\/$/, '')}/v1/${signal}`,
      headers,
      timeoutMillis: PATIENCE,
    });
    this.#tracers = new BasicTracerProvider({
      resource,
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter(at('traces')))],
    });
    this.#meters = new MeterProvider({
      resource,
      readers: [
        new PeriodicExportingMetricReader({
          exporter: new OTLPMetricExporter(at('metrics')),
          exportIntervalMillis: EVERY,
          exportTimeoutMillis: PATIENCE,
        }),
      ],
    });
    this.#traces = new Traces(this.#tracers.getTracer('kept'));
    this.#metrics = new Metrics(this.#meters.getMeter('kept'));
  }

  follow(fastify: FastifyInstance): void {
    this.#traces.follow(fastify);
  }

  answered(answered: Answered, request: FastifyRequest): void {
    this.#traces.answered(answered, request);
    this.#metrics.answered(answered);
  }

  within<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
    return this.#traces.within(name, attributes, work);
  }

  appended(append: { events: number; seconds: number; failed: boolean }): void {
    this.#metrics.appended(append);
  }

  watch(gauges: Gauges): void {
    this.#metrics.watch(gauges);
  }

  /** A collector that does not answer does not keep the server from ending. */
  async stop(): Promise<void> {
    const giveUp = new AbortController();
    const sent = Promise.allSettled([this.#tracers.shutdown(), this.#meters.shutdown()]);
    await Promise.race([sent, wait(PATIENCE, undefined, { signal: giveUp.signal }).catch(() => undefined)]);
    giveUp.abort();
    this.#metrics.stop();
  }
}
