import { type FileSummary, type ImportSummary } from '#kept/import';
import { type Column, formatted } from '../output/formats.js';

const count = (value: number): string => value.toLocaleString('en');

/** Every row of every file is in exactly one of the columns after the first number. */
const FILE_COLUMNS: Column<FileSummary>[] = [
  { heading: 'file', cell: ({ file }) => file },
  { heading: 'rows', cell: ({ read }) => count(read), align: 'right' },
  { heading: 'used', cell: ({ used }) => count(used), align: 'right' },
  { heading: 'ignored', cell: ({ ignored }) => count(sum(ignored)), align: 'right' },
  { heading: 'rejected', cell: ({ rejected }) => count(rejected), align: 'right' },
];

interface Line {
  what: string;
  many: number;
}

const LINE_COLUMNS: Column<Line>[] = [
  { heading: '', cell: ({ what }) => what },
  { heading: '', cell: ({ many }) => count(many), align: 'right' },
];

/** What became of every row and every entry, for reading. */
export function importReport(summary: ImportSummary): string {
  const { files, entries, counts, refusals, entriesByType, events, milliseconds } = summary;
  const ignored = files.flatMap((file) => lines(file.ignored, (rule) => `${file.file}: ignored, ${rule}`));
  const rows = formatted(files, 'table', FILE_COLUMNS);
  const details: Line[] = [
    ...ignored,
    ...lines(counts, (name) => `noted: ${name}`),
    ...lines(entriesByType, (type) => `entries: ${type}`),
    { what: 'entries in all', many: entries.total },
    { what: '  recorded', many: entries.recorded },
    { what: '  unchanged, recorded before', many: entries.unchanged },
    { what: '  without effect', many: entries.withoutEffect },
    { what: '  refused', many: entries.refused },
    ...lines(refusals, (code) => `    ${code}`),
  ];
  return `${rows}\n${formatted(details, 'table', LINE_COLUMNS).trimStart()}\n${conclusion(summary, events, milliseconds)}\n`;
}

function conclusion({ dryRun, changed, entries }: ImportSummary, events: number, milliseconds: number): string {
  if (dryRun) return `Dry run: nothing was recorded. An empty ledger would take ${count(entries.recorded)} entries.`;
  if (!changed) return 'Nothing changed: everything here was recorded before.';
  const seconds = milliseconds / 1_000;
  return `Recorded ${count(events)} events in ${seconds.toFixed(1)} s.`;
}

function lines(counts: Readonly<Partial<Record<string, number>>>, name: (key: string) => string): Line[] {
  return Object.entries(counts).map(([key, many = 0]) => ({ what: name(key), many }));
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, one) => all + one, 0);
}
