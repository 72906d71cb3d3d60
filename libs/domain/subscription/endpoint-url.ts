import { refuse } from '../refusal.js';

/** As many characters as an address may have: what every proxy on the way lets through. */
export const LONGEST_URL = 2_000;

/** An address in two parts: what may be shown, and what may be a secret. */
export interface EndpointUrl {
  /** Scheme, host and path, in the spelling that is connected to: `https://crm.example.com/hooks`. */
  url: string;
  /** What follows, with its question mark. */
  query?: string;
}

const STRANGE = /[\s\u0000-\u001f\u007f-\u009f\\]/;

/**
 * Reads where deliveries are to go. What the host resolves to is judged when it is connected to; here it is the form.
 * User names and passwords in an address end up in logs, and a fragment is never sent: neither is taken.
 * @throws Refusal
 */
export function endpointUrl(text: string, field = 'url'): EndpointUrl {
  if (typeof text !== 'string') refuse('value-missing', { field });
  if (text.length > LONGEST_URL) refuse('text-too-long', { field, length: text.length, longest: LONGEST_URL });
  // A parser of URLs drops line breaks and turns backslashes: two addresses that look different would be one.
  if (STRANGE.test(text) || !text.isWellFormed()) refuse('url-malformed', { field });
  if (!/^https?:\/\//i.test(text)) refuse('url-not-http', { field });
  if (text.includes('#')) refuse('url-with-fragment', { field });
  if (/^[^/]*\/\/[^/?]*@/.test(text)) refuse('url-with-credentials', { field });
  if (!URL.canParse(text)) refuse('url-unreadable', { field });
  const { origin, pathname, search } = new URL(text);
  const url = `${origin}${pathname}`;
  // What is not ASCII grows when it is written as it is sent.
  if (url.length + search.length > LONGEST_URL) refuse('url-unreadable', { field });
  return { url, ...(search !== '' && { query: search }) };
}

/** The same address, checked again by who is handed only what may be shown of it. @throws Refusal */
export function shownUrl(text: string, field = 'url'): string {
  const { url, query } = endpointUrl(text, field);
  if (query !== undefined || url !== text) refuse('url-malformed', { field });
  return url;
}
