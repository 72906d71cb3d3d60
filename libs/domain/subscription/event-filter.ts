import { type ObligationKind } from '../commitment/index.js';

/**
 * What an integration wants to hear of. Every criterion that is given narrows; within one, any of its values will do. An
 * empty list is a criterion that nothing meets, so it is refused.
 */
export interface EventFilter {
  /** Types of events: `BreachDeclared`. */
  types?: readonly string[];
  teams?: readonly string[];
  customers?: readonly string[];
  segments?: readonly string[];
  /** Breaches, foreseen, declared or retracted, of these obligations. Events about no obligation do not meet it. */
  obligations?: readonly ObligationKind[];
  /** Whether breaches count whose deadline had passed when their promise was recorded. Default: they do not. */
  historic?: boolean;
}
