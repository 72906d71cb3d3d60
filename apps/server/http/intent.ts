import { type CommandMetadata } from '#kept/application';
import { type Instant, instant, parseInstant } from '#kept/domain';
import { type Actor, canonicalJson, type Json, NotCanonicalizable } from '#kept/event-store';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { hash, randomUUID } from 'node:crypto';
import { callerOf } from '../access/caller.js';
import { refuseRequest } from './request-refused.js';
import { seenRevision } from './revision.js';

/** A body that may say when the thing happened; if it does not, it is happening now. */
export interface Dated {
  occurredAt?: string;
}

/**
 * Who wants something recorded, and which attempt of which request this is. The same `Idempotency-Key` by the same
 * caller is the same command, as long as the request says the same.
 */
export class Intent {
  constructor(
    readonly commandId: string,
    readonly actor: Actor,
    private readonly request: FastifyRequest,
    readonly recordedAt: Instant,
    readonly ifRevision?: bigint,
  ) {}

  metadata({ occurredAt }: Dated): CommandMetadata {
    return {
      commandId: this.commandId,
      actor: this.actor,
      // Only now: what has no canonical form, half a character or 1e999, was refused by the name of its field.
      fingerprint: fingerprintOf(this.request),
      recordedAt: this.recordedAt,
      occurredAt: occurredAt === undefined ? this.recordedAt : parseInstant(occurredAt, 'occurredAt'),
      ...(this.ifRevision !== undefined && { ifRevision: this.ifRevision }),
    };
  }
}

/** For requests that begin something: nothing can have been seen before. */
export const Intended = createParamDecorator((_: unknown, context: ExecutionContext): Intent =>
  intentOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** For requests that change an existing commitment: `If-Match` says what the caller has seen of it. */
export const IntendedChange = createParamDecorator((_: unknown, context: ExecutionContext): Intent => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return intentOf(request, seenRevision(request.headers['if-match']));
});

export function intentOf(request: FastifyRequest, ifRevision?: bigint): Intent {
  const { principal, role } = callerOf(request);
  const key = idempotencyKey(request.headers['idempotency-key']);
  return new Intent(
    // In the caller's own name: nobody can meet, or guess, the commands of others.
    key === undefined ? randomUUID() : `${principal}/${key}`,
    { id: principal, role },
    request,
    instant(Date.now()),
    ifRevision,
  );
}

function idempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = String(header);
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    refuseRequest('header-malformed', {
      field: 'Idempotency-Key',
      value: key.slice(0, 40),
      expected: 'send 1 to 200 visible ASCII characters',
    });
  return key;
}

/** SHA-256 of what the request says: its method, its path and its body, and not when it came. */
function fingerprintOf({ method, url, body }: FastifyRequest): string {
  try {
    return hash('sha256', canonicalJson([method, url, (body ?? null) as Json]), 'base64url');
  } catch (error) {
    if (error instanceof NotCanonicalizable) refuseRequest('text-malformed', { field: 'body' });
    throw error;
  }
}
