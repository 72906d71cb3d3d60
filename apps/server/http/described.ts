import { ApiSchema } from '@nestjs/swagger';

/** What a schema says beside its fields: rules between them, and examples of the whole. */
export interface ClassSchema {
  description?: string;
  /** Every one is checked against the schema, and sent to a server, by the tests. */
  examples?: readonly unknown[];
  oneOf?: readonly object[];
  not?: object;
}

/** Says more of a body or an answer in the API description than its fields do. */
// Nest hands every keyword on, and types only some.
export const Described = (schema: ClassSchema): ClassDecorator => ApiSchema(schema);
