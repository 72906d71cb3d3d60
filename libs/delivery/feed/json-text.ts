// JSON that is looked into without being parsed: of an event little is wanted, and to parse it takes three times as long.
// All of it is without white space between its tokens, as the ledger keeps it.

/**
 * Some of an object's own members, those whose values are texts.
 * @param json of an object
 */
export function textsIn<Name extends string>(json: string, names: readonly Name[]): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (let at = 1; json[at] === '"';) {
    const colon = endOfText(json, at);
    const end = endOfValue(json, colon + 1);
    const name = names.find((one) => colon - at === one.length + 2 && json.startsWith(one, at + 1));
    if (name !== undefined && json[colon + 1] === '"') found[name] = JSON.parse(json.slice(colon + 1, end)) as string;
    at = end + 1;
  }
  return found;
}

/** A number, `true`, `false` or `null`. */
const WORD = /[^,\]}]*/uy;

/** Where the value that begins at a place is over: the place after it. @throws SyntaxError where the text ends before it */
export function endOfValue(json: string, begin: number): number {
  const first = json[begin];
  if (first === '"') return endOfText(json, begin);
  if (first === '{' || first === '[') return endOfNested(json, begin);
  WORD.lastIndex = begin;
  WORD.exec(json);
  return WORD.lastIndex;
}

function endOfNested(json: string, begin: number): number {
  let [at, depth] = [begin, 0];
  do {
    if (at >= json.length) throw new SyntaxError('a value has no end');
    const character = json[at];
    if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    at = character === '"' ? endOfText(json, at) : at + 1;
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
  while (json[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}
