// JSON that is looked into without being parsed: of an event little is wanted, and to parse it takes three times as long.
// All of it is without white space between its tokens, as the ledger keeps it.

const code = (character: string): number => character.charCodeAt(0);
const [QUOTE, BACKSLASH] = [code('"'), code('\\')];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [code('{'), code('}'), code('['), code(']')];

/**
 * Some of an object's own members, those whose values are texts.
 * @param json of an object
 */
export function textsIn<Name extends string>(json: string, names: readonly Name[]): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (let [at, left] = [1, names.length]; left > 0 && json.charCodeAt(at) === QUOTE;) {
    const colon = endOfText(json, at);
    const end = endOfValue(json, colon + 1);
    const name = json.charCodeAt(colon + 1) === QUOTE ? nameAt(json, at, colon, names) : undefined;
    if (name !== undefined) {
      found[name] = JSON.parse(json.slice(colon + 1, end)) as string;
      left -= 1;
    }
    at = end + 1;
  }
  return found;
}

/** Which of the names begins at a place and is over before its colon, if any. */
function nameAt<Name extends string>(
  json: string,
  at: number,
  colon: number,
  names: readonly Name[],
): Name | undefined {
  for (const name of names) if (colon - at === name.length + 2 && json.startsWith(name, at + 1)) return name;
  return undefined;
}

/** A number, `true`, `false` or `null`. */
const WORD = /[^,\]}]*/uy;

/** Where the value that begins at a place is over: the place after it. @throws SyntaxError where the text ends before it */
export function endOfValue(json: string, begin: number): number {
  const first = json.charCodeAt(begin);
  if (first === QUOTE) return endOfText(json, begin);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return endOfNested(json, begin);
  WORD.lastIndex = begin;
  WORD.exec(json);
  return WORD.lastIndex;
}

function endOfNested(json: string, begin: number): number {
  let [at, depth] = [begin, 0];
  do {
    if (at >= json.length) throw new SyntaxError('a value has no end');
    const character = json.charCodeAt(at);
    if (character === OPEN_BRACE || character === OPEN_BRACKET) depth += 1;
    else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) depth -= 1;
    at = character === QUOTE ? endOfText(json, at) : at + 1;
  } while (depth > 0);
  return at;
}

function endOfText(json: string, begin: number): number {
  let quote = json.indexOf('"', begin + 1);
  while (isEscaped(json, quote)) quote = json.indexOf('"', quote + 1);
  if (quote < 0) throw new SyntaxError('a text has no end');
  return quote + 1;
}

function isEscaped(json: string, at: number): boolean {
  let before = at;
  while (json.charCodeAt(before - 1) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 1;
}
