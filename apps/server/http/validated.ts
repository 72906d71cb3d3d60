import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { accepted } from './accepted.js';
import { FieldsRefused, faultsIn } from './body-validation.js';
import { inheritedKeys } from './inherited-keys.js';
import { pruned } from './pruned.js';
import { refuseRequest } from './request-refused.js';

/**
 * What was sent as an instance of its class, checked like a request's body.
 * @throws FieldsRefused, RequestRefused `not-an-object`
 */
export function validated<T extends object>(Body: new () => T, sent: unknown, field: string): T {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) refuseRequest('not-an-object', { field });
  return accepted(Body, sent) ?? explained(Body, sent);
}

/** By way of class-validator, which says what is wrong with which field. @throws FieldsRefused */
export function explained<T extends object>(Body: new () => T, sent: object): T {
  const cut = pruned(sent) as object;
  const lost = inheritedKeys(cut, Body);
  if (lost.length > 0) throw new FieldsRefused(lost);
  const body = plainToInstance(Body, cut);
  const errors = validateSync(body, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  if (errors.length > 0) throw new FieldsRefused(faultsIn(errors));
  return body;
}
