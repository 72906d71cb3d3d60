/** What a refusal is about: plain values, so that a catalogue can put them into a sentence of any language. */
export type RefusalParameters = Readonly<Record<string, string | number | boolean>>;

/**
 * The domain's answer to what it will not record. Thrown by deciders and checks, before anything is written; `code` is
 * stable, `parameters` say which field, which bound, which entry.
 */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly parameters: RefusalParameters = {},
  ) {
    super(`${code} ${JSON.stringify(parameters)}`);
    this.name = 'Refusal';
  }
}

/** @throws {@link Refusal} always. */
export function refuse(code: RefusalCode, parameters: RefusalParameters = {}): never {
  throw new Refusal(code, parameters);
}

export type RefusalCode =
  // values
  | 'value-missing'
  | 'value-not-in-list'
  | 'text-empty'
  | 'text-too-long'
  | 'text-malformed'
  | 'number-out-of-range'
  | 'instant-out-of-range'
  | 'instant-malformed'
  | 'duration-malformed'
  | 'duration-out-of-range'
  | 'time-zone-unknown'
  | 'local-time-does-not-exist'
  | 'local-time-exists-twice'
  | 'window-ends-before-it-starts'
  // working time
  | 'span-unclear'
  | 'hours-overlap'
  | 'hours-empty'
  | 'special-day-without-hours'
  | 'calendar-never-open'
  | 'calendar-missing'
  // commitments
  | 'commitment-exists'
  | 'commitment-unknown'
  | 'commitment-voided'
  | 'commitment-settled'
  | 'occurs-after-it-is-recorded'
  | 'occurs-before-the-promise'
  | 'occurs-after-the-settlement'
  | 'fulfilment-interval-empty'
  | 'fulfilment-interval-ends-elsewhere'
  | 'unreached-call-has-no-answer'
  | 'unreached-notification-has-no-answer'
  | 'complaint-exists'
  | 'complaint-unknown'
  | 'complaint-already-answered'
  | 'clock-already-paused'
  | 'clock-not-paused'
  | 'entry-unknown'
  | 'entry-cannot-be-voided'
  | 'recovery-of-itself'
  // customers and teams
  | 'customer-exists'
  | 'customer-unknown'
  | 'customer-forgotten'
  | 'expectation-unknown'
  | 'team-exists'
  | 'team-unknown'
  | 'version-exists'
  | 'policy-unknown'
  | 'override-without-criteria'
  | 'override-repeated'
  // access
  | 'principal-malformed'
  | 'principal-reserved'
  | 'teams-must-be-named'
  | 'teams-not-for-role'
  | 'grant-not-for-role'
  | 'key-exists'
  | 'key-unknown'
  | 'key-revoked'
  | 'key-expired'
  | 'key-expires-before-it-begins'
  | 'keys-too-many'
  // subscriptions
  | 'subscription-exists'
  | 'subscription-unknown'
  | 'subscription-ended'
  | 'subscription-disabled'
  | 'event-type-unknown'
  | 'list-empty'
  | 'list-too-long'
  | 'team-not-covered'
  | 'url-malformed'
  | 'url-unreadable'
  | 'url-not-http'
  | 'url-with-credentials'
  | 'url-with-fragment'
  | 'url-not-public'
  | 'signing-key-exists'
  | 'signing-key-unknown'
  | 'signing-key-succeeded'
  | 'signing-key-last'
  | 'signing-keys-too-many'
  | 'overlap-too-long'
  | 'event-not-there'
  | 'position-beyond-log';
