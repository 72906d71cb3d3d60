import { type Entry } from '../entry.js';
import { type PrincipalNamed } from './principals.js';
import { type KeyEvent } from './key-ring.js';
import { type AccessNote } from './notes.js';

export * from './decide.js';
export * from './principals.js';
export * from './key-ring.js';
export * from './may-do.js';
export * from './notes.js';
export * from './principal.js';

/** Everything that stands in the streams of access. */
export type AccessEvent = KeyEvent | AccessNote | PrincipalNamed;
export type AccessEntry = Entry<AccessEvent>;
