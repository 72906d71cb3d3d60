import { Readable } from 'node:stream';
import { JSON_TYPE, NDJSON } from './bodies.js';
import { refuseRequest } from './request-refused.js';

/** @throws RequestRefused `body-missing`, `not-an-object`, `media-type-unsupported` */
export function mustBeObject(body: unknown): void {
  // Lines of an intake, sent to a route that reads one object.
  if (body instanceof Readable) refuseRequest('media-type-unsupported', { value: NDJSON, allowed: JSON_TYPE });
  if (body === undefined) refuseRequest('body-missing');
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    refuseRequest('not-an-object', { field: 'body' });
}
