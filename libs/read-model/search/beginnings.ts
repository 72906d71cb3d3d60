/** Texts from one on, up to another: those that begin alike lie together in an index. */
export interface Range {
  from: string;
  to: string;
}

/** After every text that begins the same: no character comes later. */
const LAST = '\u{10FFFF}';

/** Where texts lie that begin with one, in the letters that people write ids in. */
export function beginningsOf(text: string): Range[] {
  const typed = text.trim();
  if (typed === '' || !typed.isWellFormed()) return [];
  const small = typed.toLowerCase();
  const [first = ''] = small;
  const spellings = new Set([typed, small, typed.toUpperCase(), first.toUpperCase() + small.slice(first.length)]);
  return [...spellings].map((from) => ({ from, to: from + LAST }));
}

/** Whether one text begins with another, in whatever letters. */
export function matches(text: string, beginning: string): boolean {
  return text.toLowerCase().startsWith(beginning.trim().toLowerCase());
}
