import { WITHHELD } from '#kept/contracts';

/**
 * The same JSON without the members that are withheld, at whatever depth. It is not parsed for this: three events of four
 * hold something personal, and to parse and write them again costs more than all else that is done for a page of the feed.
 * @param json of an object, without white space between its tokens
 */
export const withoutWithheld = (json: string): string => WITHHELD.reduce(without, json);

/**
 * Where there is no white space, a quotation mark inside of a text has a backslash before it, and only names have a colon
 * behind them: what begins like such a member, and follows a brace or a comma, is one.
 */
function without(json: string, name: string): string {
  const member = `"${name}":`;
  let [kept, from] = ['', 0];
  for (let at = json.indexOf(member); at >= 0; at = json.indexOf(member, at)) {
    const before = json[at - 1];
    if (before === '{' || before === ',') {
      const end = endOfValue(json, at + member.length);
      // It goes with one of its commas: with the one before it, or, where it is the first that is left, the one behind it.
      const isFirst = at === from || before === '{';
      kept += json.slice(from, isFirst ? at : at - 1);
      from = at = isFirst && json[end] === ',' ? end + 1 : end;
    } else at += member.length;
  }
  return from === 0 ? json : kept + json.slice(from);
}

/** A number, `true`, `false` or `null`. */
const WORD = /[^,\]}]*/uy;

/** Where the value that begins at a place is over: the place after it. */
function endOfValue(json: string, begin: number): number {
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
  return quote + 1;
}

function isEscaped(json: string, at: number): boolean {
  let before = at;
  while (json[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}
