/** What looks like a secret in the answer of somebody else's server, which may quote what it was sent or knows itself. */
const SECRETS: readonly RegExp[] = [
  // Named: `"api_key": "…"`, `password=…`, `Authorization: Bearer …`
  /((?:authorization|cookie|password|passwd|secret|token|signature|api[-_]?key|access[-_]?key|private[-_]?key)["']?\s*[:=]\s*["']?(?:bearer |basic )?)[^\s"'<>&,;}]{4,}/gi,
  /(\b(?:bearer|basic) )[\w.~+/=-]{8,}/gi,
  // By their form: ours, those of the large providers, JSON Web Tokens.
  /(\bwhs(?:ec|k)_)[\w+/=-]{8,}/g,
  /(\b(?:sk|pk|rk)_(?:live|test)_)\w{8,}/g,
  /(\bgh[pousr]_)\w{16,}/g,
  /(\bxox[abeprs]-)[\w-]{8,}/g,
  /(\bAKIA)[0-9A-Z]{12,}/g,
  /(\beyJ)[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
];

/** The text with a mask in the place of each secret. What only looks like one is masked too. */
export function maskSecrets(text: string): string {
  return SECRETS.reduce((masked, secret) => masked.replace(secret, '$1•••'), text);
}
