import { WITHHELD } from '#kept/contracts';
import { endOfValue } from './json-text.js';

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
