import { AnswerCheck } from '../support/description/check-answer.js';
import { type Description } from '../support/description/description.js';
import { type Case } from './case.js';
import { type WireAnswer } from './wire.js';

/** What leaves the house with a stack trace: frames, files of ours or of packages, the text of errors. */
const TRACE = /\bat .{0,200}\.(?:[cm]?js|ts):\d+|node_modules|file:\/\/|\b(?:Type|Range|Reference|Syntax)?Error:/;

/** A valid request may be refused for what is recorded, or by the rules; not for how it is written. */
const BY_THE_RULES = [404, 409, 412, 422];

/** Says what is wrong with an answer. */
export class Judge {
  readonly #check: AnswerCheck;

  constructor(description: Description) {
    this.#check = new AnswerCheck(description);
  }

  /** Nothing where all is well. */
  faults(one: Case, answer: WireAnswer): string[] {
    const { request, claim, names } = one;
    const header = (name: string): string | undefined => {
      const value = answer.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : value;
    };
    const { status, text } = answer;
    const faults = this.#check.faults({ method: request.method, path: request.path, status, header, text });
    if (status >= 500 && !isLater(one, text)) faults.push('the server failed');
    const trace = TRACE.exec(text) ?? TRACE.exec(JSON.stringify(answer.headers));
    if (trace) faults.push(`a trace of the inside: ${trace[0]}`);
    const denied = status === 403 && request.path.includes('personal=true');
    if (claim === 'valid' && status >= 400 && !BY_THE_RULES.includes(status) && !denied)
      faults.push('a valid request is not understood');
    if (claim === 'wrong' && status < 400) faults.push('a wrong request is accepted');
    // By what is recorded, or by the rules: then nobody saw that it was wrong.
    if (claim === 'wrong' && BY_THE_RULES.includes(status) && !one.inPath)
      faults.push('a wrong request is refused by chance');
    if (claim === 'wrong' && status < 500 && names !== undefined && !isNamed(names, text))
      faults.push(`the refusal does not name ${names}`);
    return faults;
  }
}

/** Whoever asks for a position that nobody has written is told to come again. */
const isLater = ({ request, claim }: Case, text: string): boolean =>
  claim === 'odd' &&
  /[?&](after|asOf)=/.test(request.path) &&
  ['position-not-reached', 'not-ready'].includes(read(text).code ?? '');

interface Named {
  code?: string;
  parameters?: { field?: unknown; allowed?: unknown };
  errors?: { pointer?: string; parameter?: string }[];
}

/** Refused before it has fields: as JSON, or as text that cannot be kept. */
const AS_A_WHOLE = ['body-malformed', 'if-match-missing', 'body-too-large'];

/** The field itself, a part of it, or the part of the body that it is in. */
function isNamed(names: string, text: string): boolean {
  const { code = '', parameters = {}, errors = [] } = read(text);
  if (AS_A_WHOLE.includes(code)) return true;
  const said = [
    // Of several, exactly one was to be given.
    ...(code === 'choice-unclear'
      ? String(parameters.allowed)
          .split(', ')
          .map((field) => `/${field}`)
      : []),
    ...errors.flatMap(({ pointer, parameter }) => pointer ?? parameter ?? []),
    ...(typeof parameters.field === 'string' ? [parameters.field, `/${parameters.field.replaceAll('.', '/')}`] : []),
  ];
  return said.some(
    (one) => one !== '' && (one === names || names.startsWith(`${one}/`) || one.startsWith(`${names}/`)),
  );
}

function read(text: string): Named {
  try {
    return JSON.parse(text) as Named;
  } catch {
    return {};
  }
}
