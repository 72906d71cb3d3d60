import { AddressUnreadable } from './errors.js';

/** Whether an address is one of PostgreSQL, as far as its beginning says. */
export const isPostgres = (address: string): boolean => /^postgres(ql)?:/.test(address);

/**
 * What people may be shown of an address: the host and the database, and never who connects or how.
 * @param whose of what the address is, for people
 * @throws AddressUnreadable
 */
export function shownPlace(url: string, whose: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const database = parsed && decoded(parsed.pathname.slice(1));
  if (!parsed || !database) throw new AddressUnreadable(whose);
  const host = parsed.host === '' ? (parsed.searchParams.get('host') ?? 'localhost') : parsed.host;
  return `${host}/${database}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
