import { type CommitmentCommand } from '../commitment/index.js';
import { duration } from '../time/index.js';
import { call, fulfil, promised, reschedule, tell, voidEntry, withdraw } from './commands.fixture.js';

/** One row of the table of small histories. */
export interface Scenario {
  number: string;
  history: string;
  commands: CommitmentCommand[];
  /** When the question is asked. */
  at: string;
  plan: string;
  expectation: string;
  /** As first promised, as last agreed, as requested, as planned; `–` where there is none. */
  outcomes: string[];
  obligations: string;
}

type Cells = [string, string, string, string, string, string, string, string, string];

/** Reads `| # | history | plan | expectation | first | last | requested | planned | obligations |`. */
export function scenarioOf(row: string): Scenario {
  const [number, history, plan, expectation, first, last, requested, planned, obligations] = row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim()) as Cells;
  const adequate = Number(/\*\(adequate: (\d+) h\)\*/.exec(history)?.[1] ?? 0);
  const at = /\*\(at (\w+ [\d:]+)\)\*/.exec(history)?.[1] ?? 'Sun 00:00';
  const sentences = history.replace(/ \*\(.*\)\*$/, '').split(' · ');
  return {
    number,
    history,
    commands: sentences.map((one) => commandOf(one, adequate)),
    at,
    plan,
    expectation,
    outcomes: [first, last, requested, planned],
    obligations,
  };
}

const TIME = String.raw`(\w{3} \d\d:\d\d)`;
const WINDOW = String.raw`(\w{3} \d\d:\d\d(?:–\w{3} \d\d:\d\d)?)`;

type Parts = readonly (string | undefined)[];

/** The sentences of the histories, and what each says. */
const SENTENCES: [pattern: string, command: (parts: Parts, adequateHours: number) => CommitmentCommand][] = [
  [
    String.raw`${TIME} promise \*\*${WINDOW}\*\*(?: \(asked for ${WINDOW}\))?`,
    ([at, due, requested], adequate) =>
      promised({
        ...{ at: at!, due: due!, terms: { tolerance: duration(adequate * 3_600_000) } },
        ...(requested !== undefined && { requested }),
      }),
  ],
  [`${TIME} done`, ([at]) => fulfil({ at: at! })],
  [`done between ${TIME} and ${TIME}`, ([between, at]) => fulfil({ at: at!, between: between! })],
  [
    `${TIME} (customer )?moved to ${WINDOW}`,
    ([at, customer, to]) => reschedule({ at: at!, to: to!, initiator: customer ? 'customer' : 'provider' }),
  ],
  [`${TIME} told ${WINDOW}`, ([at, window]) => tell({ at: at!, window: window! })],
  [`${TIME} told ${WINDOW} \\(declined\\)`, ([at, window]) => tell({ at: at!, window: window!, answer: 'declined' })],
  [`${TIME} told ${WINDOW} \\(not reached\\)`, ([at, window]) => tell({ at: at!, window: window!, reached: false })],
  [`${TIME} told of the withdrawal`, ([at]) => tell({ at: at!, purpose: 'withdrawal' })],
  [`${TIME} advance notice`, ([at]) => tell({ at: at!, purpose: 'advance-notice' })],
  [
    `${TIME} withdrawn( by the customer)?`,
    ([at, customer]) => withdraw({ at: at!, by: customer ? 'customer' : 'provider' }),
  ],
  [`${TIME} follow-up call( \\(not reached\\))?`, ([at, missed]) => call({ at: at!, reached: !missed })],
  [String.raw`void entry (\d+)`, ([n]) => voidEntry(Number(n))],
];

function commandOf(sentence: string, adequateHours: number): CommitmentCommand {
  for (const [pattern, command] of SENTENCES) {
    const parts = new RegExp(`^${pattern}$`).exec(sentence);
    if (parts) return command(parts.slice(1), adequateHours);
  }
  throw new Error(`nobody says: ${sentence}`);
}
