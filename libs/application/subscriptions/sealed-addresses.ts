import { type EndpointAddress, endpointUrl, refuse } from '#kept/domain';
import { type DomainCommand, fingerprintOf } from '../ledger/index.js';
import { type SecretBox } from './secret-box.js';

/** Why nothing is ever sent to an address, as far as it can be seen from how it is written; `undefined` where it may be. */
export type ForbidsAddress = (url: string) => string | undefined;

/** Addresses of endpoints. What follows the `?` may be a token, and is sealed like one. */
export class SealedAddresses {
  constructor(
    private readonly box: SecretBox,
    private readonly forbids: ForbidsAddress,
  ) {}

  /**
   * @param before an address that says the same is left as it was sealed, unless an earlier key sealed it: sealed again, it
   *   would seem another
   * @throws Refusal
   */
  sealed(subscription: string, text: string, before?: EndpointAddress): EndpointAddress {
    const { url, query } = endpointUrl(text);
    if (this.forbids(url) !== undefined) refuse('url-not-public', { field: 'url', host: new URL(url).hostname });
    if (query === undefined) return { url };
    const isSame =
      before?.sealedQuery !== undefined &&
      this.opened(subscription, before) === `${url}${query}` &&
      this.box.keyOf(before.sealedQuery).seals;
    return isSame ? before : { url, sealedQuery: this.box.seal(Buffer.from(query), purposeOf(subscription)) };
  }

  /** @throws SecretsKeyProblem */
  opened(subscription: string, { url, sealedQuery }: EndpointAddress): string {
    return sealedQuery === undefined ? url : `${url}${this.box.open(sealedQuery, purposeOf(subscription)).toString()}`;
  }

  /**
   * What a command says that names an address. A plain hash of it stands in the ledger for ever, for anybody to try
   * guesses on; of one with a query nobody can who does not have the key.
   */
  fingerprint(
    endpoint: EndpointAddress | undefined,
    asked: DomainCommand & { metadata: { fingerprint?: string } },
  ): string {
    const fingerprint = asked.metadata.fingerprint ?? fingerprintOf(asked);
    return endpoint?.sealedQuery === undefined ? fingerprint : this.box.mark(fingerprint);
  }
}

const purposeOf = (subscription: string): string => `subscription ${subscription}, query`;
