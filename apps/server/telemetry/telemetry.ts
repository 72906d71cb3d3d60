import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type Answered } from '../observation/answered.js';

/** What a span or a figure may carry: names and numbers of the program's own. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** What is asked for whenever figures are collected. */
export interface Gauges {
  /** How far the projections are behind the log, in positions. */
  lag: () => Promise<number>;
}

/** Where traces and metrics go. The same calls whether anybody listens or not. */
export interface Telemetry {
  /** Makes everything that happens for a request part of its span. */
  follow(fastify: FastifyInstance): void;
  /** A request was answered. */
  answered(answered: Answered, request: FastifyRequest): void;
  /** Does a piece of work in a span of its own. */
  within<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T>;
  /** Events were appended, or were not. */
  appended(append: { events: number; seconds: number; failed: boolean }): void;
  watch(gauges: Gauges): void;
  /** Sends what has not been sent, and ends. */
  stop(): Promise<void>;
}

const nothing = (): void => undefined;

/** Nobody listens. */
export const NO_TELEMETRY: Telemetry = {
  follow: nothing,
  answered: nothing,
  within: (_name, _attributes, work) => work(),
  appended: nothing,
  watch: nothing,
  stop: () => Promise.resolve(),
};
