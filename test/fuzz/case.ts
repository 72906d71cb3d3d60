import { type Route } from '../support/description/description.js';
import { type WireRequest } from './wire.js';

/** A request, and what the description says of it. */
export interface Case {
  route: Route;
  request: WireRequest;
  /**
   * `valid`: nothing is wrong with it, though the rules may refuse it. `wrong`: it must be refused, and nothing
   * recorded. `odd`: HTTP lets servers choose; whatever they choose has to be a proper answer.
   */
  claim: 'valid' | 'wrong' | 'odd';
  /** What was done to it. */
  how: string;
  /** The field or header that the refusal has to name: a JSON Pointer, or a name. */
  names?: string;
  /** Whether it is wrong in its path: then there is no such thing, which is as good a reason. */
  inPath?: boolean;
}

/** A request as a text that can be sent again by hand. */
export function shown({ route, request, how }: Case): string {
  const { method, path, headers, body } = request;
  const head = Object.entries(headers).map(([name, value]) => `  ${name}: ${String(value).slice(0, 200)}`);
  const text = body === undefined ? '' : body.toString();
  const sent = text.length > 1_500 ? `${text.slice(0, 1_500)}… (${text.length} characters)` : text;
  return [`${route.id}: ${how}`, `${method} ${path.slice(0, 300)}`, ...head, sent].join('\n');
}
