import { UnknownError } from '@eventstore/db-client';
import { type ServiceError, status } from '@grpc/grpc-js';
import { describe, expect, it } from '@jest/globals';
import { isInvented } from './failures.js';

/** An answer of the server, as the client hands it on. */
const answered = (code: status, details: string): UnknownError =>
  new UnknownError(Object.assign(new Error(`${code} ${details}`), { code, details }) as ServiceError);

describe('a position where no event is', () => {
  it.each([
    ['23.10', status.UNKNOWN, 'Unexpected ReadAllResult: Error'],
    ['24.10', status.INVALID_ARGUMENT, 'Trying to read from an invalid position.'],
  ])('is told by what %s says', (_, code, details) => expect(isInvented(answered(code, details))).toBe(true));

  it.each([
    answered(status.UNKNOWN, 'Exception was thrown by handler.'),
    new Error('Trying to read from an invalid position.'),
    undefined,
  ])('is not what %p says', (error) => expect(isInvented(error)).toBe(false));
});
