/** The closed word lists of the domain, as values and as types. */

export const DIMENSIONS = ['time', 'quality', 'price', 'communication'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const CLARITIES = ['explicit', 'implicit', 'fuzzy'] as const;
export type Clarity = (typeof CLARITIES)[number];

export const SOURCES = ['experience', 'company', 'word-of-mouth', 'competitor', 'media', 'technology'] as const;
export type Source = (typeof SOURCES)[number];

export const CONTACT_MODES = ['face-to-face', 'human-machine', 'machine-machine'] as const;
export type ContactMode = (typeof CONTACT_MODES)[number];

export const PURPOSES = [
  'advance-notice',
  'reschedule',
  'withdrawal',
  'progress',
  'expectation-correction',
  'apology',
] as const;
export type Purpose = (typeof PURPOSES)[number];

export const ANSWERS = ['accepted', 'declined', 'none'] as const;
export type Answer = (typeof ANSWERS)[number];

export const PARTIES = ['provider', 'customer'] as const;
export type Party = (typeof PARTIES)[number];

export const NEEDS = ['safety', 'fairness', 'respect'] as const;
export type Need = (typeof NEEDS)[number];

export const OBLIGATIONS = ['keep', 'advance-notice', 'announce-change', 'follow-up', 'answer-complaint'] as const;
export type ObligationKind = (typeof OBLIGATIONS)[number];

/** What was strange about an entry, and recorded all the same. */
export const WARNINGS = [
  'due-already-past',
  'told-window-already-past',
  'told-without-reschedule',
  'due-on-holiday',
  'due-outside-open-hours',
  'calendar-provisional',
  'due-outside-customer-hours',
  'promised-otherwise',
] as const;
export type Warning = (typeof WARNINGS)[number];
