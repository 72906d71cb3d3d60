import { type Moment } from './entry.js';

/** What somebody wants recorded: a command carries what its event will say, less what the decider finds out by itself. */
export interface Command<Type extends string, Data> {
  type: Type;
  data: Data;
  metadata: Moment;
}
