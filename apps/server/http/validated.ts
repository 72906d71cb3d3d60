import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { FieldsRefused, faultsIn } from './body-validation.js';
import { refuseRequest } from './request-refused.js';

/**
 * What was sent as an instance of its class, checked like a request's body.
 * @throws FieldsRefused, RequestRefused `not-an-object`
 */
export function validated<T extends object>(Body: new () => T, sent: unknown, field: string): T {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) refuseRequest('not-an-object', { field });
  const body = plainToInstance(Body, sent);
  const errors = validateSync(body, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  if (errors.length > 0) throw new FieldsRefused(faultsIn(errors));
  return body;
}
