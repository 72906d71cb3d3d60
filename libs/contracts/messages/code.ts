import { type RefusalCode } from '#kept/domain';

/** What is refused on the way to the domain: a request that cannot be read, or not now, or not by this caller. */
export type RequestCode =
  // the request
  | 'request-malformed'
  | 'headers-too-large'
  | 'body-malformed'
  | 'body-missing'
  | 'body-too-large'
  | 'media-type-unsupported'
  | 'not-acceptable'
  | 'header-malformed'
  | 'field-unknown'
  | 'not-an-object'
  | 'not-a-list'
  | 'not-a-truth-value'
  | 'choice-unclear'
  | 'cursor-invalid'
  | 'only-of-the-present'
  | 'position-malformed'
  | 'route-unknown'
  | 'method-not-allowed'
  | 'request-timeout'
  // the caller
  | 'not-authenticated'
  | 'not-for-role'
  | 'not-granted'
  | 'not-your-team'
  | 'not-yours'
  | 'identity-provider-unavailable'
  // the state of things
  | 'resource-unknown'
  | 'if-match-missing'
  | 'revision-stale'
  | 'command-id-reused'
  | 'idempotency-key-reused'
  | 'position-not-reached'
  | 'too-many-requests'
  | 'streams-too-many'
  // the server
  | 'deliveries-unavailable'
  | 'secrets-unavailable'
  | 'ledger-unavailable'
  | 'outcome-unknown'
  | 'contended'
  | 'not-ready'
  | 'shutting-down'
  | 'internal-error';

/** Everything that can be refused, by the domain or on the way to it. */
export type MessageCode = RefusalCode | RequestCode;
