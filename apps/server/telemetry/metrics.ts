import { type Counter, type Histogram, type Meter } from '@opentelemetry/api';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { type Answered } from '../observation/answered.js';
import { type Gauges } from './telemetry.js';

/** Seconds; those that the semantic conventions of OpenTelemetry advise for requests. */
const DURATIONS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

const NANOSECONDS = 1e9;

/** The figures of the server. docs/reference/server.md lists them. */
export class Metrics {
  readonly #requests: Histogram;
  readonly #refusals: Counter;
  readonly #appends: Histogram;
  readonly #events: Counter;
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: 20 });

  constructor(private readonly meter: Meter) {
    const durations = { unit: 's', advice: { explicitBucketBoundaries: DURATIONS } };
    this.#requests = meter.createHistogram('http.server.request.duration', durations);
    this.#refusals = meter.createCounter('kept.refusals', { unit: '{request}' });
    this.#appends = meter.createHistogram('kept.append.duration', durations);
    this.#events = meter.createCounter('kept.events', { unit: '{event}' });
    this.#watchEventLoop();
  }

  answered({ method, route, status, milliseconds, refusal }: Answered): void {
    this.#requests.record(milliseconds / 1_000, {
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': status,
    });
    if (refusal !== undefined) this.#refusals.add(1, { code: refusal });
  }

  appended({ events, seconds, failed }: { events: number; seconds: number; failed: boolean }): void {
    this.#appends.record(seconds, { outcome: failed ? 'failed' : 'appended' });
    if (!failed) this.#events.add(events);
  }

  watch({ lag }: Gauges): void {
    this.meter
      .createObservableGauge('kept.projector.lag', { unit: '{event}' })
      .addCallback(async (result) => result.observe(await lag()));
  }

  stop(): void {
    this.#delay.disable();
  }

  #watchEventLoop(): void {
    this.#delay.enable();
    const gauge = (name: string) => this.meter.createObservableGauge(`nodejs.eventloop.delay.${name}`, { unit: 's' });
    const [mean, p99, max] = [gauge('mean'), gauge('p99'), gauge('max')];
    this.meter.addBatchObservableCallback(
      (result) => {
        const delay = this.#delay;
        // Nothing has been measured yet right after a reset.
        result.observe(mean, Number.isNaN(delay.mean) ? 0 : delay.mean / NANOSECONDS);
        result.observe(p99, delay.percentile(99) / NANOSECONDS);
        result.observe(max, delay.max / NANOSECONDS);
        delay.reset();
      },
      [mean, p99, max],
    );
  }
}
