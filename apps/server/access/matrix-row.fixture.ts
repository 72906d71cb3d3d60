import { type Asking } from '../../../test/support/server.js';

/** Everybody who may come, each acting for team north where the role acts for teams. */
export const ASKERS = [
  'agent',
  'supervisor',
  'supervisor who may forget',
  'auditor',
  'integration',
  'integration that logs',
  'integration that reads personal data',
  'admin',
] as const;
export type Asker = (typeof ASKERS)[number];

/** What a request is about: team north, which is the askers’ own, or team south. */
export interface World {
  team: 'north' | 'south';
  /** A commitment of that team, new for each request. */
  commitment: () => Promise<{ id: string; entry: string }>;
  /** A key of somebody else, new for each request. */
  key: () => Promise<string>;
  /** A subscription of the asker’s own, or of an integration where they can have none; new for each request. */
  subscription: () => Promise<{ id: string; signingKey: string }>;
}

export interface Request extends Asking {
  path: string;
}

export interface Row {
  /** Who gets through. Everybody else is answered 403, and strangers 401. */
  may: readonly Asker[];
  /** Whether the answer to those who may depends on whose team it is about. */
  foreign?: 'refused';
  /** What those are answered who get through. */
  answers: number;
  request: (world: World) => Request | Promise<Request>;
  /** The teams that an answer tells of: of those who act for teams, none but their own. */
  tells?: (body: never) => string[];
}

/** Those who have subscriptions of their own. */
export const INTEGRATIONS: readonly Asker[] = [
  ...(['integration', 'integration that logs', 'integration that reads personal data'] as const),
];
