import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type Description } from './description.js';

/** Checks values against the schemas of a description, found by JSON Pointer. */
export class Schemas {
  readonly #ajv: Ajv2020;

  constructor(description: Description) {
    // The keywords of OpenAPI beside those of JSON Schema are not the validator's.
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
    addFormats.default(this.#ajv);
    this.#ajv.addSchema({ ...description, $id: 'kept:description' });
  }

  /** @param pointer to a schema in the document */
  faults(pointer: string, value: unknown): string[] {
    const validate = this.#validator(pointer);
    if (validate(value)) return [];
    return validate.errors!.map(
      ({ instancePath, message, params }) => `${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }

  accepts(pointer: string, value: unknown): boolean {
    return this.#validator(pointer)(value);
  }

  #validator(pointer: string): ValidateFunction {
    // In a URI, a pointer is percent-encoded.
    const place = pointer.split('/').map(encodeURIComponent).join('/');
    const validate = this.#ajv.getSchema(`kept:description#${place}`);
    if (!validate) throw new Error(`the description has no schema at ${pointer}`);
    return validate as ValidateFunction;
  }
}
