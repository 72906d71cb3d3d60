/** Words for why there was no answer, by the code of what was thrown. */
const BY_CODE: Readonly<Record<string, string>> = {
  KEPT_ADDRESS_FORBIDDEN: 'address-forbidden',
  KEPT_TIMEOUT: 'timeout',
  KEPT_STOPPED: 'stopped',
  ENOTFOUND: 'name-not-resolved',
  EAI_AGAIN: 'name-not-resolved',
  ENODATA: 'name-not-resolved',
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-reset',
  EPIPE: 'connection-reset',
  UND_ERR_SOCKET: 'connection-reset',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  UND_ERR_HEADERS_OVERFLOW: 'answer-malformed',
};

/** What a person may read of a failure: one word, and nothing that the other side wrote. */
export function failureWord(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (name === 'HTTPParserError') return 'answer-malformed';
  if (typeof code !== 'string') return 'connection-failed';
  // What TLS finds wrong with a certificate has a code each; OpenSSL's own begin with ERR_SSL.
  const isCertificate = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH)/.test(code);
  return BY_CODE[code] ?? (isCertificate ? 'certificate-refused' : 'connection-failed');
}

/** What is wrong with an answer that is not a success; `undefined` where nothing is. */
export function refusalWord(status: number): string | undefined {
  if (status >= 200 && status < 300) return undefined;
  return status >= 300 && status < 400 ? 'redirected' : `status-${status}`;
}
