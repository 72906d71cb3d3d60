import {
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { AsyncLocalStorage } from 'node:async_hooks';
import { describeError } from '../logging/described-error.js';
import { type Answered } from '../observation/answered.js';
import { type Attributes } from './telemetry.js';

/**
 * Spans of requests, and of the work within them. They are made by hand: what gathers by itself, gathers addresses,
 * headers and the texts of errors.
 */
export class Traces {
  readonly #current = new AsyncLocalStorage<Context>();
  readonly #requests = new WeakMap<FastifyRequest, Context>();

  constructor(private readonly tracer: Tracer) {}

  follow(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, _reply, done) => {
      const parent = callerContext(request.headers['traceparent']);
      const span = this.tracer.startSpan(request.method, { kind: SpanKind.SERVER }, parent);
      const context = trace.setSpan(parent, span);
      this.#requests.set(request, context);
      this.#current.run(context, done);
    });
    // Reading a body leaves the context behind.
    fastify.addHook('preHandler', (request, _reply, done) => {
      this.#current.run(this.#requests.get(request) ?? ROOT_CONTEXT, done);
    });
  }

  answered({ method, route, status, refusal, request: id, principal }: Answered, request: FastifyRequest): void {
    const context = this.#requests.get(request);
    const span = context && trace.getSpan(context);
    if (!span) return;
    span.updateName(`${method} ${route}`).setAttributes({
      'http.request.method': method,
      'http.route': route,
      ...(status > 0 && { 'http.response.status_code': status }),
      'kept.request': id,
      ...(principal !== undefined && { 'kept.principal': principal }),
      ...(refusal !== undefined && { 'error.type': refusal }),
    });
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  }

  async within<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
    const parent = this.#current.getStore() ?? ROOT_CONTEXT;
    const span = this.tracer.startSpan(name, { attributes }, parent);
    try {
      return await this.#current.run(trace.setSpan(parent, span), work);
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      span.end();
    }
  }
}

/** By its kind alone: its text may quote anything. */
function failed(span: Span, error: unknown): void {
  span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', describeError(error).type);
}

/** The trace that the caller is in (W3C Trace Context). What else it says of it is not passed on. */
function callerContext(traceparent: string | string[] | undefined): Context {
  const [, traceId, spanId, flags] = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(String(traceparent)) ?? [];
  const caller = { traceId: traceId ?? '', spanId: spanId ?? '', traceFlags: Number.parseInt(flags ?? '0', 16) & 1 };
  return isSpanContextValid(caller) ? trace.setSpanContext(ROOT_CONTEXT, { ...caller, isRemote: true }) : ROOT_CONTEXT;
}
