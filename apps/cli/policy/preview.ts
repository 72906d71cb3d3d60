import { csvLines, FlipTally } from '#kept/answers';
import { PreviewPolicy, type ReapplicationQuestion, ReapplyPolicy } from '#kept/application';
import { instant } from '#kept/domain';
import { LARGEST_PAGE } from '#kept/read-model';
import { printData, progressBar, say } from '#kept/terminal';
import { byOwner } from '../calendar/team-calendars.js';
import { type Format, formatted } from '../output/formats.js';
import { type UseCases } from '../use-cases.js';
import { FLIP_COLUMNS, type FlipRow, flipRows } from './policy-tables.js';

/** Which commitments, all of their pages. */
export type Whole = Omit<ReapplicationQuestion, 'limit' | 'cursor'>;

/** Prints what a version would change, and the sums. JSON Lines and CSV go out page by page, however many there are. */
export async function preview({ queries }: Pick<UseCases, 'queries'>, whole: Whole, format: Format): Promise<void> {
  const at = instant(Date.now());
  const tally = new FlipTally();
  const gathered: FlipRow[] = [];
  const sums = { examined: 0, affected: 0 };
  let pages = 0;
  for (let cursor: string | undefined; pages === 0 || cursor !== undefined; pages += 1) {
    const page = await queries.execute(new PreviewPolicy(pageAt(whole, cursor), at));
    sums.examined += page.examined;
    sums.affected += page.affected;
    page.rows.forEach((row) => tally.add(row));
    const rows = page.rows.flatMap(flipRows);
    if (format === 'jsonl') await printData(formatted(rows, format, []));
    else if (format === 'csv') await printData(csvLines(FIELDS, rows, { header: pages === 0 }));
    else gathered.push(...rows);
    cursor = page.next;
  }
  if (format === 'table' || format === 'json') await printData(formatted(gathered, format, FLIP_COLUMNS));
  const { flipped, outcomes, obligations } = tally.totals();
  say(`${sums.examined} looked at; ${sums.affected} would have other terms; of ${flipped} something would change:`);
  for (const { basis, from, to, commitments } of outcomes) say(`  ${commitments} ${basis}: ${from} → ${to}`);
  for (const { obligation, from = 'none', to = 'none', obligations: count } of obligations)
    say(`  ${count} ${obligation}: ${from === to ? `${from}, another deadline` : `${from} → ${to}`}`);
}

const FIELDS = ['commitment', 'customer', 'what', 'from', 'to'];

/** Applies a version, page by page. Broken off and begun again, it does what is left. */
export async function reapply({ commands }: Pick<UseCases, 'commands'>, whole: Whole): Promise<void> {
  const progress = progressBar('reapplying', 'commitments');
  const sums = { examined: 0, reapplied: 0 };
  const { actor } = byOwner();
  try {
    let isFirst = true;
    for (let cursor: string | undefined; isFirst || cursor !== undefined; isFirst = false) {
      const now = instant(Date.now());
      const page = await commands.execute(new ReapplyPolicy(pageAt(whole, cursor), actor, now));
      sums.examined += page.examined;
      sums.reapplied += page.reapplied;
      progress.update(sums.examined, sums.examined);
      cursor = page.next;
    }
  } finally {
    progress.stop();
  }
  say(`${sums.examined} looked at, ${sums.reapplied} changed: they are judged by version ${whole.version} now.`);
}

const pageAt = (whole: Whole, cursor: string | undefined): ReapplicationQuestion => ({
  ...whole,
  limit: LARGEST_PAGE,
  ...(cursor !== undefined && { cursor }),
});
