import { type MessageCode } from '#kept/contracts';
import { type Position } from '#kept/event-store';
import { type FastifyRequest } from 'fastify';

/** What has become known of a request on its way, for the log and the figures: never what it says. */
export interface Notes {
  /** Why it was refused. */
  refusal?: MessageCode;
  /** What nobody foresaw. */
  error?: Error;
  /** Of the last entry that it recorded. */
  position?: Position;
}

const notes = new WeakMap<FastifyRequest, Notes>();

export function note(request: FastifyRequest, more: Notes): void {
  notes.set(request, { ...notes.get(request), ...more });
}

export const notesOf = (request: FastifyRequest): Notes => notes.get(request) ?? {};
