import { commitments } from '#kept/application';
import { type Instant } from '#kept/domain';
import { type AgendaPlace } from '#kept/deadlines';
import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type LedgerPlaces, newLedgerInFiles, onEveryShape } from '../support/shapes.js';
import { liveAYear, type YearOptions } from './year.js';

/** How many years are lived, and the first of them: what failed is lived again by its number. */
const YEARS = Number(process.env['KEPT_YEARS'] ?? 200);
const FIRST = Number(process.env['KEPT_FIRST_YEAR'] ?? 1);
/** How many of them where there is a server to be asked for everything; a night may have them all. */
const YEARS_OF_SERVERS = process.env['KEPT_TEST_FULL'] === '1' ? YEARS : Math.ceil(YEARS / 16);
/** In so many of them a mistake is to show. */
const MUTANT_YEARS = 40;
const PATIENCE = 10_000;

/** Nothing in here is about disks. */
const IN_MEMORY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Lives a year in a ledger of its own. */
async function yearIn(ledger: LedgerPlaces, year: number, options: YearOptions = {}): Promise<string[]> {
  try {
    return await liveAYear(year, ledger.places, options);
  } finally {
    await ledger.leave();
  }
}

onEveryShape('a year of promises', ({ isDefault, newLedger }) => {
  const years = isDefault ? YEARS : YEARS_OF_SERVERS;
  it(
    'ends with the breaches that the reference finds, each said once and in its own time',
    async () => {
      for (let year = FIRST; year < FIRST + years; year += 1)
        expect({ year, faults: await yearIn(await newLedger(IN_MEMORY), year) }).toEqual({ year, faults: [] });
    },
    years * PATIENCE,
  );
});

/** The faults of the first year in which there are any. */
async function faultsWith(options: YearOptions): Promise<string[]> {
  for (let year = 1; year <= MUTANT_YEARS; year += 1) {
    const faults = await yearIn(await newLedgerInFiles(IN_MEMORY), year, options);
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
