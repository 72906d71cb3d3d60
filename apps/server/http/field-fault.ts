import { type MessageCode } from '#kept/contracts';
import { type RefusalParameters } from '#kept/domain';

/** One thing wrong with a request's fields, before it is put into a language. */
export interface FieldFault {
  /** From the body's root: `promised`, `due`. */
  path: readonly string[];
  code: MessageCode;
  parameters: RefusalParameters;
}
