import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { parse } from 'secure-json-parse';
import { refuseRequest } from './request-refused.js';

export const JSON_TYPE = 'application/json';
export const NDJSON = 'application/x-ndjson';

/**
 * How bodies are read: JSON as a whole, lines as they come, and nothing else. JSON is UTF-8: bytes that are none would
 * become question marks, and be recorded as if somebody had written them.
 */
export function readBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer' }, (request, bytes, done) => {
    try {
      done(null, jsonIn(request, bytes as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  // An intake is larger than any body that is read at once.
  fastify.addContentTypeParser(NDJSON, (request, payload, done) => {
    try {
      refuseCoded(request, NDJSON);
      done(null, payload);
    } catch (error) {
      done(error as Error);
    }
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function jsonIn(request: FastifyRequest, bytes: Buffer): unknown {
  refuseCoded(request, JSON_TYPE);
  if (bytes.length === 0) refuseRequest('body-missing');
  try {
    return parse(utf8.decode(bytes)) as unknown;
  } catch (error) {
    return refuseRequest('body-malformed', {
      problem: error instanceof SyntaxError ? error.message : 'it is no UTF-8',
    });
  }
}

/** Bodies are read as they are; one that was packed would be read as something else. */
function refuseCoded({ headers }: FastifyRequest, allowed: string): void {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (coding !== 'identity')
    refuseRequest('media-type-unsupported', { value: `${allowed}; ${coding.slice(0, 40)}`, allowed });
}
