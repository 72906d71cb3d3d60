import { type Case } from './case.js';

/** Makes a case of a request by changing it. */
export type One = (how: string, claim: Case['claim'], change: Partial<Case['request']>, names?: string) => Case;
