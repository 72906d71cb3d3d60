import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import * as transformerPackage from 'class-transformer';
import * as validatorPackage from 'class-validator';
import { type ValidationError } from 'class-validator';
import { accepted } from './accepted.js';
import { CHECKED, type CheckContext, refusalOf } from './fields.js';
import { type FieldFault } from './field-fault.js';
import { inheritedKeys } from './inherited-keys.js';
import { knownFields } from './known-fields.js';
import { mustBeObject } from './must-be-object.js';
import { pruned } from './pruned.js';

/** Fields of a request that are not accepted: all of them at once, so that nobody mends them one by one. */
export class FieldsRefused extends Error {
  constructor(
    readonly faults: readonly FieldFault[],
    readonly place: 'body' | 'query' = 'body',
  ) {
    super(faults.map(({ path, code }) => `${path.join('.')}: ${code}`).join(', '));
    this.name = 'FieldsRefused';
  }
}

/** Checks bodies and queries against their classes. Unknown fields are refused: what is not understood would be lost. */
@Injectable()
export class RequestValidation extends ValidationPipe {
  constructor() {
    super({
      // Given, and not left to be found: Nest would import them while it runs, and in a bundle their names are not told then.
      validatorPackage,
      transformerPackage,
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      stopAtFirstError: true,
      validationError: { target: true, value: true },
      exceptionFactory: (errors) => new FieldsRefused(faultsIn(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body' && metadata.type !== 'query') return value;
    try {
      if (metadata.type === 'body') {
        mustBeObject(value);
        const body = metadata.metatype && accepted(metadata.metatype as new () => object, value as object);
        if (body) return body;
      }
      const sent = pruned(value);
      const lost = inheritedKeys(sent, metadata.metatype);
      if (lost.length > 0) throw new FieldsRefused(lost);
      return await super.transform(sent, metadata);
    } catch (error) {
      throw error instanceof FieldsRefused && metadata.type === 'query'
        ? new FieldsRefused(error.faults, 'query')
        : error;
    }
  }
}

/** What class-validator found, field by field. */
export function faultsIn(errors: readonly ValidationError[]): FieldFault[] {
  return errors.flatMap((error) => faultsOf(error, []));
}

function faultsOf(error: ValidationError, above: readonly string[]): FieldFault[] {
  const path = [...above, error.property];
  const inner = (error.children ?? []).flatMap((child) => faultsOf(child, path));
  return inner.length > 0 ? inner : [{ path, ...reasonOf(error, path.join('.')) }];
}

function reasonOf(error: ValidationError, field: string): Omit<FieldFault, 'path'> {
  const constraints = error.constraints ?? {};
  if ('whitelistValidation' in constraints)
    return { code: 'field-unknown', parameters: { field, allowed: knownFields(error.target!.constructor).join(', ') } };
  const context = error.contexts?.[CHECKED] as CheckContext | undefined;
  const refusal = context && refusalOf(context.check, error.value as never, field);
  if (refusal) return { code: refusal.code, parameters: refusal.parameters };
  return { code: 'not-an-object', parameters: { field } };
}
