import { ReadModelRefused } from '../../errors.js';

/**
 * What people may be shown of an address: the host and the database, and never who connects or how.
 * @throws ReadModelRefused `place-unreadable`; neither it nor anything in it repeats the address
 */
export function shownPlace(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const database = parsed && decoded(parsed.pathname.slice(1));
  if (!parsed || !database)
    throw new ReadModelRefused(
      'place-unreadable',
      'the address of the read model cannot be read: it is to look like postgres://user:password@host:5432/database, with special characters percent-encoded',
    );
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
