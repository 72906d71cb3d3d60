import {
  type Commitment,
  commitmentAt,
  type CommitmentCommand,
  type CommitmentEntry,
  type CommitmentEvent,
  decide,
  evolve,
  type Standing,
  unmade,
  type Warning,
} from '../commitment/index.js';
import { BASES, type Basis, type CommitmentFacts, factsOf, type Outcome, outcomeOn } from '../rates/index.js';
import { Refusal, type RefusalCode } from '../refusal.js';
import { type PromisedWindow } from '../time/index.js';
import { entryId } from './commands.fixture.js';
import { on, spoken } from './week.fixture.js';

/** A window with its moments as text, so that a spec compares what it said. */
interface SpokenWindow {
  from?: string;
  due: string;
}

/** What a spec looks at. */
export interface View {
  status: Commitment['status'];
  first: SpokenWindow;
  expectation: SpokenWindow;
  requested: SpokenWindow | undefined;
  plan: SpokenWindow;
  standing: Standing;
  outcomes: Partial<Record<Basis, Outcome>>;
  facts: CommitmentFacts;
  /** Of the entry recorded last. */
  warnings: readonly Warning[];
}

export interface Given {
  when(command: CommitmentCommand): Then;
  /** @param at how far time had run; the end of the week unless said otherwise */
  thenState(check: (view: View) => void, at?: string): void;
  /** The promise itself was voided. */
  thenVoided(check?: (facts: CommitmentFacts) => void): void;
}

export interface Then extends Given {
  thenEvents(check: (events: CommitmentEvent[]) => void): void;
  /** Accepted, and nothing to write down. */
  thenNothing(): void;
  thenRefuses(code: RefusalCode, parameters?: Refusal['parameters']): void;
}

/** A history recorded in this order; every command must be accepted. */
export function given(...commands: CommitmentCommand[]): Given {
  return history(recordAll(commands), []);
}

/** The entries of a history, in the order they were recorded. */
export function recordAll(commands: readonly CommitmentCommand[]): CommitmentEntry[] {
  const entries: CommitmentEntry[] = [];
  let commitment = unmade;
  for (const command of commands) {
    for (const entry of entriesOf(command, commitment, entries.length)) {
      commitment = evolve(commitment, entry);
      entries.push(entry);
    }
  }
  return entries;
}

/** The entries a command adds to a commitment that has `count` entries. */
export function entriesOf(command: CommitmentCommand, commitment: Commitment, count: number): CommitmentEntry[] {
  return decide(command, commitment).map((event, index) => ({
    ...event,
    ...command.metadata,
    id: entryId(count + index + 1),
    revision: count + index,
  }));
}

/** The four outcomes at a moment. */
export function outcomesAt(commitment: Commitment, at: string): Partial<Record<Basis, Outcome>> {
  const then = commitmentAt(commitment, on(at));
  return Object.fromEntries(
    BASES.map((basis) => [basis, outcomeOn(basis, then, on(at))] as const).filter(([, outcome]) => outcome),
  );
}

function history(entries: readonly CommitmentEntry[], fresh: readonly CommitmentEvent[]): Then {
  const commitment = entries.reduce<Commitment>(evolve, unmade);
  return {
    when: (command) => attempt(entries, commitment, command),
    thenState(check, at = 'Sun 00:00') {
      const then = commitmentAt(commitment, on(at));
      if (!('standing' in then)) throw new Error(`the commitment is ${then.status}`);
      const { standing } = then;
      const last = entries.at(-1)!;
      check({
        status: then.status,
        first: spokenParts(standing.first),
        expectation: spokenParts(standing.expectation),
        requested: standing.requested && spokenParts(standing.requested),
        plan: spokenParts(standing.plan),
        standing,
        outcomes: outcomesAt(commitment, at),
        facts: factsOf(then),
        warnings: 'warnings' in last.data ? last.data.warnings : [],
      });
    },
    thenVoided(check) {
      if (commitment.status !== 'voided') throw new Error(`the commitment is ${commitment.status}, not voided`);
      check?.(factsOf(commitment));
    },
    thenEvents: (check) => check([...fresh]),
    thenNothing() {
      if (fresh.length > 0) throw new Error(`wrote down ${fresh.map(({ type }) => type).join(', ')}`);
    },
    thenRefuses: (code) => {
      throw new Error(`accepted, though ${code} was expected`);
    },
  };
}

function attempt(entries: readonly CommitmentEntry[], commitment: Commitment, command: CommitmentCommand): Then {
  try {
    const fresh = entriesOf(command, commitment, entries.length);
    return history([...entries, ...fresh], fresh);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refused(error);
  }
}

/** Nothing but `thenRefuses` can be said of a refusal: everything else fails with it. */
function refused(refusal: Refusal): Then {
  const fail = (): never => {
    throw refusal;
  };
  return {
    when: fail,
    thenState: fail,
    thenVoided: fail,
    thenEvents: fail,
    thenNothing: fail,
    thenRefuses(code, parameters = {}) {
      const differs = Object.entries(parameters).some(([name, value]) => refusal.parameters[name] !== value);
      if (refusal.code !== code || differs)
        throw new Error(`refused with ${refusal.message}, not ${code} ${JSON.stringify(parameters)}`);
    },
  };
}

function spokenParts({ from, due }: PromisedWindow): SpokenWindow {
  return from === undefined ? { due: spoken(due) } : { from: spoken(from), due: spoken(due) };
}
