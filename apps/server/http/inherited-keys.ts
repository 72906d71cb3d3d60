import { type FieldFault } from './field-fault.js';
import { knownFields } from './known-fields.js';

/**
 * Fields named like something that every object inherits: `constructor`, `toString`. class-transformer passes over them
 * in silence, so the check for unknown fields never sees them.
 */
export function inheritedKeys(sent: unknown, Body: object | undefined, above: readonly string[] = []): FieldFault[] {
  if (typeof sent !== 'object' || sent === null || typeof Body !== 'function') return [];
  return Object.entries(sent).flatMap(([key, value]): FieldFault[] => {
    const path = [...above, key];
    // What a list holds, and what is in a part without a class of its own, is looked at all the same.
    if (!(key in Object.prototype))
      return inheritedKeys(
        value,
        (Reflect.getMetadata('design:type', Body.prototype as object, key) as object | undefined) ?? Object,
        path,
      );
    return [
      { path, code: 'field-unknown', parameters: { field: path.join('.'), allowed: knownFields(Body).join(', ') } },
    ];
  });
}
