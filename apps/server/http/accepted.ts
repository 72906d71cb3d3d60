/** What is known of one field: how its value is checked, or which fields it has itself. */
export interface FieldRule {
  optional: boolean;
  check: (value: never, field: string) => unknown;
  part?: () => new () => object;
}

type Fields = Map<string, FieldRule>;

/** By the prototypes that they were declared on. */
const declared = new WeakMap<object, Fields>();
const complete = new WeakMap<object, Fields>();

/** Notes a field of a body. */
export const accepts =
  (rule: FieldRule): PropertyDecorator =>
  (prototype, property) => {
    const fields: Fields = declared.get(prototype) ?? new Map<string, FieldRule>();
    declared.set(prototype, fields.set(String(property), rule));
  };

/** The fields of a class and of those that it extends. */
function fieldsOf(prototype: object): Fields {
  const known = complete.get(prototype);
  if (known) return known;
  const above = Object.getPrototypeOf(prototype) as object | null;
  const fields: Fields = new Map([...(above ? fieldsOf(above) : []), ...(declared.get(prototype) ?? [])]);
  complete.set(prototype, fields);
  return fields;
}

/**
 * A body as an instance of its class, where there is nothing to object to: every field is known and accepted, none is
 * missing. That is nearly always so, and class-validator, which finds out what is wrong where something is, costs ten
 * times as much. It accepts exactly the same, and makes the same of it.
 */
export function accepted<T extends object>(Body: new () => T, sent: object): T | undefined {
  const fields = fieldsOf(Body.prototype as object);
  // Not one of ours: whoever made it knows how to check it.
  if (fields.size === 0) return undefined;
  try {
    return made(Body, fields, sent);
  } catch {
    // Refused, for a reason that is found again, or by a fault that shows again.
    return undefined;
  }
}

function made<T extends object>(Body: new () => T, fields: Fields, sent: object): T | undefined {
  const body = new Body() as Record<string, unknown>;
  const said = sent as Record<string, unknown>;
  for (const name of Object.keys(said)) {
    const rule = fields.get(name);
    if (!rule) return undefined;
    const value = said[name];
    if (value === undefined) continue;
    rule.check(value as never, name);
    const part = rule.part?.();
    const inner = part ? made(part, fieldsOf(part.prototype as object), value as object) : value;
    if (part && !inner) return undefined;
    body[name] = inner;
  }
  for (const [name, { optional }] of fields) if (!optional && said[name] === undefined) return undefined;
  return body as T;
}
