import {
  type Basis,
  type Flips,
  formatInstant,
  type ObligationFlip,
  type ObligationKind,
  type ObligationStanding,
  type ObligationState,
  type Outcome,
} from '#kept/domain';

/** A commitment of which other terms would change something. */
export interface Flipped extends Flips {
  commitment: string;
  customer: string;
}

/** What would change of a commitment, as JSON has it. */
export function flippedJson({ commitment, customer, outcomes, obligations }: Flipped) {
  return { commitment, customer, outcomes, obligations: obligations.map(obligationJson) };
}

function obligationJson({ kind, entry, from, to }: ObligationFlip) {
  const standing = ({ state, deadline }: ObligationStanding) => ({ state, deadline: formatInstant(deadline) });
  return { obligation: kind, entry, ...(from && { from: standing(from) }), ...(to && { to: standing(to) }) };
}

/** How many outcomes go from one to another. */
export interface OutcomeTotal {
  basis: Basis;
  from: Outcome;
  to: Outcome;
  commitments: number;
}

/** How many obligations go from one state to another; `from` is absent for new ones, `to` for those that are gone. */
export interface ObligationTotal {
  obligation: ObligationKind;
  from?: ObligationState;
  to?: ObligationState;
  obligations: number;
}

/** Sums up flips, however many there are: it grows with the kinds of them. */
export class FlipTally {
  #commitments = 0;
  readonly #outcomes = new Map<string, OutcomeTotal>();
  readonly #obligations = new Map<string, ObligationTotal>();

  add({ outcomes, obligations }: Flips): void {
    this.#commitments += 1;
    for (const { basis, from, to } of outcomes)
      counted(this.#outcomes, `${basis} ${from} ${to}`, { basis, from, to, commitments: 0 }).commitments += 1;
    for (const { kind, from, to } of obligations) {
      const total = {
        obligation: kind,
        ...(from && { from: from.state }),
        ...(to && { to: to.state }),
        obligations: 0,
      };
      counted(this.#obligations, `${kind} ${from?.state ?? ''} ${to?.state ?? ''}`, total).obligations += 1;
    }
  }

  totals(): { flipped: number; outcomes: OutcomeTotal[]; obligations: ObligationTotal[] } {
    return {
      flipped: this.#commitments,
      outcomes: [...this.#outcomes.values()],
      obligations: [...this.#obligations.values()],
    };
  }
}

function counted<T>(totals: Map<string, T>, name: string, first: T): T {
  const known = totals.get(name);
  if (known) return known;
  totals.set(name, first);
  return first;
}
