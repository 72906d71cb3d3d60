import { type MessageCode } from '#kept/contracts';
import { type RefusalParameters } from '#kept/domain';

/** A request that is refused before it reaches the domain; the code decides the status, see `statusOf`. */
export class RequestRefused extends Error {
  constructor(
    readonly code: MessageCode,
    readonly parameters: RefusalParameters = {},
    /** Of the answer: `Retry-After`, `Allow`, `WWW-Authenticate`. */
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${code} ${JSON.stringify(parameters)}`);
    this.name = 'RequestRefused';
  }
}

/** @throws {@link RequestRefused} always. */
export function refuseRequest(
  code: MessageCode,
  parameters: RefusalParameters = {},
  headers: Readonly<Record<string, string>> = {},
): never {
  throw new RequestRefused(code, parameters, headers);
}
