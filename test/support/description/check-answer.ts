import {
  committedDescription,
  type Description,
  escaped,
  type Header,
  resolved,
  type Response,
  type Route,
  routeFor,
  routesOf,
} from './description.js';
import { Schemas } from './schemas.js';

/** What was answered to a request. */
export interface GivenAnswer {
  method: string;
  /** With its query, if it had one. */
  path: string;
  status: number;
  header: (name: string) => string | null | undefined;
  text: string;
}

const PROBLEM = 'application/problem+json';

/** Holds answers against the description: the status, the headers, the body. */
export class AnswerCheck {
  readonly routes: readonly Route[];
  readonly #schemas: Schemas;

  constructor(private readonly description: Description) {
    this.routes = routesOf(description);
    this.#schemas = new Schemas(closed(description));
  }

  /** What is not as described; nothing where all is well. */
  faults(answer: GivenAnswer): string[] {
    const route = routeFor(this.routes, answer.method, answer.path);
    if (!route) return this.#outside(answer);
    const documented = route.operation.responses[answer.status];
    if (!documented) return [`${route.id} does not say that it answers ${answer.status}`];
    const response = resolved<Response>(this.description, documented);
    const place = '$ref' in documented ? documented.$ref.slice(1) : `${route.pointer}/responses/${answer.status}`;
    return [...this.#headerFaults(response, answer), ...this.#bodyFaults(response, place, answer)];
  }

  /** What no route takes is a problem, whatever it was. */
  #outside(answer: GivenAnswer): string[] {
    if (answer.method === 'HEAD' || answer.method === 'OPTIONS') return [];
    if (answer.status < 400) return [`${answer.method} ${answer.path} is not described`];
    return this.#problemFaults(answer);
  }

  #problemFaults({ header, text, status }: GivenAnswer): string[] {
    if (mediaType(header('content-type')) !== PROBLEM)
      return [`a refusal is ${PROBLEM}, not ${header('content-type') ?? 'nothing'}`];
    const problem = json(text);
    if (problem === undefined) return ['the problem is no JSON'];
    const faults = this.#schemas.faults('/components/schemas/Problem', problem);
    return (problem as { status: unknown }).status === status ? faults : [...faults, 'the problem has another status'];
  }

  #headerFaults({ headers = {} }: Response, answer: GivenAnswer): string[] {
    return Object.entries(headers).flatMap(([name, part]) => {
      const value = answer.header(name);
      const { required, schema } = resolved<Header>(this.description, part);
      if (value === null || value === undefined) return required ? [`the header ${name} is missing`] : [];
      const pointer = '$ref' in part ? `${part.$ref.slice(1)}/schema` : undefined;
      const faults =
        pointer === undefined ? [] : this.#schemas.faults(pointer, schema.type === 'integer' ? Number(value) : value);
      return faults.map((fault) => `the header ${name}: ${fault}`);
    });
  }

  #bodyFaults({ content }: Response, place: string, answer: GivenAnswer): string[] {
    if (!content) return answer.text === '' ? [] : ['a body where none is described'];
    const type = mediaType(answer.header('content-type'));
    if (type === PROBLEM && PROBLEM in content) return this.#problemFaults(answer);
    if (!(type in content))
      return [`a body of type ${type || 'none'}, where ${Object.keys(content).join(' or ')} is described`];
    if (!/[/+]json$/.test(type)) return [];
    const body = json(answer.text);
    if (body === undefined) return ['the body is no JSON'];
    return this.#schemas.faults(`${place}/content/${escaped(type)}/schema`, body);
  }
}

let committed: AnswerCheck | undefined;

/** @throws where an answer is not as the committed description says */
export function mustBeAsDescribed(answer: GivenAnswer): void {
  committed ??= new AnswerCheck(committedDescription());
  const faults = committed.faults(answer);
  if (faults.length === 0) return;
  const { method, path, status, text } = answer;
  throw new Error(`${method} ${path} → ${status} is not as described: ${faults.join('; ')}\n${text.slice(0, 1_000)}`);
}

const mediaType = (header: string | null | undefined): string => header?.split(';', 1)[0]!.trim().toLowerCase() ?? '';

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Clients must bear fields that come later; we must not answer fields that nobody has described. So every object is
 * closed here that the description leaves open.
 */
function closed(description: Description): Description {
  return JSON.parse(JSON.stringify(description), (_, part: unknown) =>
    isOpenObject(part) ? { ...part, additionalProperties: false } : part,
  ) as Description;
}

function isOpenObject(part: unknown): part is object {
  return (
    typeof part === 'object' &&
    part !== null &&
    'type' in part &&
    part.type === 'object' &&
    'properties' in part &&
    !('additionalProperties' in part)
  );
}
