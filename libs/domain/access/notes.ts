/** Somebody whom we know was turned away, so many times since the note before. */
export interface AccessRefused {
  type: 'AccessRefused';
  data: { route: string; because: string; action?: string; times: number };
}

/** Personal data were shown. Written before they are. */
export interface PersonalDataRead {
  type: 'PersonalDataRead';
  data: { what: string; whose: readonly string[] };
}

/** Data left the house in bulk. */
export interface DataExported {
  type: 'DataExported';
  data: { what: string; rows: number };
}

/** What is only noted: nothing is decided by it, and there may be very many. */
export type AccessNote = AccessRefused | PersonalDataRead | DataExported;

export const ACCESS_NOTES: readonly AccessNote['type'][] = ['AccessRefused', 'PersonalDataRead', 'DataExported'];
