import { commitments } from '#kept/application';
import { type Instant } from '#kept/domain';
import { type AgendaPlace } from '#kept/deadlines';
import { describe, expect, it } from '@jest/globals';
import { liveAYear, type YearOptions } from './year.js';

/** How many years are lived, and the first of them: what failed is lived again by its number. */
const YEARS = Number(process.env['KEPT_YEARS'] ?? 200);
const FIRST = Number(process.env['KEPT_FIRST_YEAR'] ?? 1);
/** In so many of them a mistake is to show. */
const MUTANT_YEARS = 40;
const PATIENCE = 10_000;

describe('a year of promises', () => {
  it(
    'ends with the breaches that the reference finds, each said once and in its own time',
    async () => {
      for (let year = FIRST; year < FIRST + YEARS; year += 1)
        expect({ year, faults: await liveAYear(year) }).toEqual({ year, faults: [] });
    },
    YEARS * PATIENCE,
  );
});

/** The faults of the first year in which there are any. */
async function faultsWith(options: YearOptions): Promise<string[]> {
  for (let year = 1; year <= MUTANT_YEARS; year += 1) {
    const faults = await liveAYear(year, options);
    if (faults.length > 0) return faults;
  }
  return [];
}

describe('a mistake shows', () => {
  const eventually = MUTANT_YEARS * PATIENCE;

  it(
    'of a watch that does not look at what was recorded late',
    async () => {
      const faults = await faultsWith({ agenda: (real) => ({ ...real, changed: () => Promise.resolve([]) }) });
      expect(faults.join()).toMatch(/never declared|stands, and is none|never warned/);
    },
    eventually,
  );

  it(
    'of a watch that begins with what is due from now on',
    async () => {
      const faults = await faultsWith({
        agenda: (real, clock) => {
          const began: AgendaPlace = { attentionAt: clock.now(), position: 0 };
          const due = (question: { after: AgendaPlace | undefined; until: Instant; limit: number }) =>
            real.due({ ...question, after: question.after ?? began });
          return { ...real, due };
        },
      });
      expect(faults.join()).toMatch(/never declared|never warned/);
    },
    eventually,
  );

  it(
    'of a decision that is not made again when somebody else was faster',
    async () => {
      const { decide } = commitments;
      commitments.decide = (command, state) =>
        command.type === 'RecordFinding' ? [command.data.finding] : decide(command, state);
      try {
        expect((await faultsWith({})).join()).toMatch(/declared what was none|declared twice|warned twice|wrongly/);
      } finally {
        commitments.decide = decide;
      }
    },
    eventually,
  );
});
