import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatInstant } from '#kept/domain';
import { imported, type Imported, mappingOf, promise } from './import.fixture.js';
import { type PastHistory } from './recording/index.js';
import { type ImportProgress } from './progress.js';
import { type ImportSummary } from './summary.js';

const ONE = 'id,at,due\nA,2024-05-01T10:00:00Z,2024-05-02T10:00:00Z\n';
const iso = (entry: { occurredAt: PastHistory['entries'][number]['occurredAt'] }) => formatInstant(entry.occurredAt);
const streams = ({ histories }: Imported) => histories.map(({ stream }) => `${stream.kind}-${stream.id}`);
const keysOf = ({ histories }: Imported, stream: string) =>
  histories
    .filter((one) => `${one.stream.kind}-${one.stream.id}` === stream)
    .flatMap((one) => one.entries.map(({ key }) => key));
const codes = ({ rejects }: Imported) => rejects.map((line) => line.split(',').slice(0, 4).join(','));

function expectItToAddUp({ files, entries }: ImportSummary): void {
  for (const { read, used, ignored, rejected } of files)
    expect(used + rejected + Object.values(ignored).reduce((sum, rows) => sum + rows, 0)).toBe(read);
  expect(entries.recorded + entries.unchanged + entries.withoutEffect + entries.refused).toBe(entries.total);
}

describe('an import', () => {
  it('registers customers and teams when they are first met, and then records the promise', async () => {
    const found = await imported(mappingOf([promise()]), {
      'rows.csv': `${ONE}B,2024-04-01T10:00:00Z,2024-05-02T10:00:00Z\n`,
    });
    expect(streams(found)).toEqual(['customer-somebody', 'team-a team', 'commitment-B', 'commitment-A']);
    expect(found.histories[0]?.entries.map(iso)).toEqual(['2024-04-01T10:00:00.000Z']);
    expect(found.histories[1]?.entries[0]?.data).toEqual({ name: 'a team', timeZone: 'America/Sao_Paulo' });
    expect(found.summary).toMatchObject({ source: 'test', events: 4, changed: true });
    expect(found.summary.entries).toEqual({ total: 4, recorded: 4, unchanged: 0, withoutEffect: 0, refused: 0 });
    expect(found.left).toEqual([]);
  });

  it('gives a promise no policy, and the tolerance that the mapping names', async () => {
    const { histories } = await imported(mappingOf([promise()], { tolerance: 'PT36H' }), { 'rows.csv': ONE });
    expect(histories.at(-1)?.entries[0]?.data).toMatchObject({ terms: { policy: 'none', tolerance: 129_600_000 } });
  });

  it('leaves registering to the mapping where it does so itself', async () => {
    const customer = { entry: 'customer', customer: 'somebody', at: '2020-01-01T00:00:00Z', name: { column: 'id' } };
    const { histories } = await imported(mappingOf([promise(), customer]), { 'rows.csv': ONE });
    const registered = histories.flatMap(({ entries }) => entries).filter(({ type }) => type === 'RegisterCustomer');
    expect(registered).toMatchObject([
      { key: 'registered 2020-01-01T00:00:00.000Z', data: { personal: { name: 'A' } } },
    ]);
  });

  it('reads gzip whatever the file is called, and files in any order', async () => {
    const found = await imported(mappingOf([promise()]), { 'rows.csv': gzipSync(ONE) });
    expect(found.summary.entries.recorded).toBe(3);
    const parts = mappingOf([promise()], { input: { file: 'rows-*.csv' } });
    const two = await imported(parts, { 'rows-2.csv': ONE.replace('A', 'B'), 'rows-1.csv': ONE });
    expect(two.summary.files.map(({ file, used }) => [file, used])).toEqual([
      ['rows-1.csv', 1],
      ['rows-2.csv', 1],
    ]);
  });

  it('reads JSON Lines as it reads CSV', async () => {
    const found = await imported(mappingOf([promise()], { input: { format: 'jsonl' } }), {
      'rows.csv': '{"id":7,"at":"2024-05-01T10:00:00Z","due":"2024-05-02T10:00:00Z"}\n',
    });
    expect(streams(found)).toContain('commitment-7');
  });

  it.each([
    ['a file too few', {}, 'file-missing'],
    ['a file too many', { 'rows.csv': ONE, 'other.csv': ONE }, 'file-superfluous'],
    ['a gzip file that ends early', { 'rows.csv': gzipSync(ONE.repeat(100)).subarray(0, 60) }, 'file-unreadable'],
    ['a missing column', { 'rows.csv': 'id,at\n' }, 'column-missing'],
  ])('is refused as a whole for %s', async (_, files, code) => {
    await expect(imported(mappingOf([promise()]), files)).rejects.toMatchObject({ code });
  });

  it('names what it leaves aside', async () => {
    const mapping = mappingOf([promise()], { ignoreFiles: ['read*.txt'] });
    const { summary } = await imported(mapping, { 'rows.csv': ONE, 'readme.txt': 'x' });
    expect(summary.ignoredFiles).toEqual(['readme.txt']);
  });
});

describe('what becomes of a row', () => {
  const rules = [
    { when: { id: ['X', 'Y'] }, ignore: 'not ours' },
    { when: { due: { blank: true } }, ignore: 'nothing promised' },
    { when: { id: { not: 'Z' } }, entries: [promise()] },
  ];
  it('is decided by the first rule that fits, and counted', async () => {
    const row = (id: string, due = '2024-05-02T10:00:00Z') => `${id},2024-05-01T10:00:00Z,${due}\n`;
    const csv = `id,at,due\n${row('A')}${row('X')}${row('Y', '')}${row('B', ' ')}\n${row('Z')}`;
    const found = await imported(mappingOf([], { input: { rules, count: { vowels: { id: 'A' } } } }), {
      'rows.csv': csv,
    });
    expect(found.summary.files).toEqual([
      {
        file: 'rows.csv',
        input: 'rows',
        read: 5,
        used: 1,
        ignored: { 'not ours': 2, 'nothing promised': 1 },
        rejected: 1,
        blankLines: 1,
      },
    ]);
    expect(found.summary.counts).toEqual({ vowels: 1 });
    expect(found.rejects).toEqual(['rows.csv,7,,no-rule,no rule of the mapping fits this row']);
  });

  it.each([
    ['a blank identifier', ',2024-05-01T10:00:00Z,2024-05-02T10:00:00Z', 'id,value-blank'],
    [
      'an identifier of 201 characters',
      `${'x'.repeat(201)},2024-05-01T10:00:00Z,2024-05-02T10:00:00Z`,
      'id,identifier-malformed',
    ],
    ['an identifier that ends in a space', 'A ,2024-05-01T10:00:00Z,2024-05-02T10:00:00Z', 'id,identifier-malformed'],
    ['an identifier with a line break', '"A\nB",2024-05-01T10:00:00Z,2024-05-02T10:00:00Z', 'id,identifier-malformed'],
    ['a time without an offset', 'A,2024-05-01T10:00:00,2024-05-02T10:00:00Z', 'at,instant-malformed'],
    ['the 30th of February', 'A,2024-02-30T10:00:00Z,2024-05-02T10:00:00Z', 'at,instant-malformed'],
    ['the year 0', 'A,0000-05-01T10:00:00Z,2024-05-02T10:00:00Z', 'at,instant-out-of-range'],
    ['NaN', 'A,NaN,2024-05-02T10:00:00Z', 'at,instant-malformed'],
    ['a blank due', 'A,2024-05-01T10:00:00Z,', 'due,value-blank'],
  ])('is a reject with line, column and code for %s', async (_, row, rejected) => {
    const found = await imported(mappingOf([promise()]), { 'rows.csv': `id,at,due\n\n${row}\n` });
    expect(codes(found)).toEqual([`rows.csv,3,${rejected}`]);
    expectItToAddUp(found.summary);
  });

  it('is never half an entry: one that is wrong takes the others of its row with it', async () => {
    const fulfilment = { entry: 'fulfilment', commitment: { column: 'id' }, at: { column: 'done' } };
    const found = await imported(mappingOf([promise(), fulfilment]), {
      'rows.csv': 'id,at,due,done\nA,2024-05-01T10:00:00Z,2024-05-02T10:00:00Z,soon\n',
    });
    expect(found.histories).toEqual([]);
    expect(codes(found)).toEqual(['rows.csv,2,done,instant-malformed']);
  });

  it('may be that the ledger refuses an entry of it', async () => {
    const found = await imported(mappingOf([promise()]), {
      'rows.csv': `${ONE}A,2024-05-03T10:00:00Z,2024-05-04T10:00:00Z\n`,
    });
    expect(found.summary.refusals).toEqual({ 'commitment-exists': 1 });
    expect(found.rejects).toEqual([
      'rows.csv,3,,commitment-exists,the ledger refuses MakePromise on commitment A: commitment exists',
    ]);
    expectItToAddUp(found.summary);
  });

  it('takes prototype keys for the plain names they are', async () => {
    const found = await imported(mappingOf([promise({ customer: { column: 'id' } })]), {
      'rows.csv': ['__proto__', 'constructor', 'hasOwnProperty']
        .map((id) => ONE.split('\n')[1]!.replace('A', id))
        .join('\n')
        .replace(/^/, 'id,at,due\n'),
    });
    expect(streams(found)).toEqual(
      expect.arrayContaining(['customer-__proto__', 'commitment-__proto__', 'commitment-constructor']),
    );
    expect(found.summary.entries).toMatchObject({ total: 7, recorded: 7 });
  });
});

describe('joins', () => {
  const mapping = {
    name: 'joined',
    timeZone: 'UTC',
    inputs: {
      people: { file: 'people.csv', key: { column: 'person' } },
      orders: {
        file: 'orders.csv',
        key: { column: 'id' },
        joins: { person: { input: 'people', on: { column: 'person' } } },
        rules: [{ entries: [promise({ customer: { join: 'person', column: 'name', default: 'unknown' } })] }],
      },
      reviews: {
        file: 'reviews.csv',
        joins: {
          order: { input: 'orders', on: { column: 'order' } },
          person: { input: 'people', on: { join: 'order', column: 'person' } },
        },
        rules: [
          {
            entries: [
              {
                entry: 'satisfaction-report',
                customer: { join: 'person', column: 'name' },
                at: { column: 'at' },
                measure: 'csat',
                score: { column: 'score' },
                commitment: { column: 'order' },
              },
            ],
          },
        ],
      },
    },
  };
  const files = {
    'reviews.csv':
      'order,score,at\nA,5,2024-05-03T00:00:00Z\nA,5,2024-05-03T00:00:00Z\nA,NaN,2024-05-03T00:00:00Z\nQ,1,2024-05-03T00:00:00Z\n',
    'orders.csv':
      'id,person,at,due\nA,1,2024-05-01T10:00:00Z,2024-05-02T10:00:00Z\nB,,2024-05-01T10:00:00Z,2024-05-02T10:00:00Z\n',
    'people.csv': 'person,name\n1,Ana\n2,Bea\n1,Eva\n',
  };

  it('find rows by their key, through one another, and count those that nobody asked for', async () => {
    const found = await imported(mapping, files);
    expect(streams(found)).toEqual(expect.arrayContaining(['customer-Ana', 'customer-unknown']));
    expect(found.summary.files).toMatchObject([
      { input: 'people', read: 3, used: 1, ignored: { 'not referenced': 1 }, rejected: 1 },
      { input: 'orders', read: 2, used: 2, ignored: {}, rejected: 0 },
      { input: 'reviews', read: 4, used: 2, rejected: 2 },
    ]);
    expect(codes(found)).toEqual([
      'people.csv,4,,key-repeated',
      'reviews.csv,4,score,number-malformed',
      'reviews.csv,5,name,value-blank',
    ]);
    expectItToAddUp(found.summary);
  });

  it('keep equal reports apart by counting them', async () => {
    expect(keysOf(await imported(mapping, files), 'customer-Ana')).toEqual([
      'registered 2024-05-01T10:00:00.000Z',
      'reported csat 5 about A 2024-05-03T00:00:00.000Z',
      'reported csat 5 about A 2024-05-03T00:00:00.000Z #2',
    ]);
  });
});

describe('running an import', () => {
  const csv = `id,at,due\n${Array.from({ length: 300 }, (_, n) => `P${n},2024-05-01T10:00:00Z,2024-05-02T10:00:00Z`).join('\n')}\n`;

  it('again gives every entry the same key, and changes nothing', async () => {
    const first = await imported(mappingOf([promise()]), { 'rows.csv': csv });
    const again = await imported(
      mappingOf([promise()]),
      { 'rows.csv': csv },
      {
        record: ({ entries }) => Promise.resolve(entries.map(() => ({ outcome: 'unchanged' as const }))),
      },
    );
    expect(again.histories.map(({ entries }) => entries)).toEqual(first.histories.map(({ entries }) => entries));
    expect(again.summary).toMatchObject({ changed: false, events: 0, entries: { total: 302, unchanged: 302 } });
  });

  it('does not mind that somebody registered the customer before', async () => {
    const { summary } = await imported(
      mappingOf([promise()]),
      { 'rows.csv': ONE },
      {
        record: ({ entries, stream }) =>
          Promise.resolve(
            entries.map(() => ({ outcome: 'refused' as const, code: `${stream.kind}-exists`, parameters: {} })),
          ),
      },
    );
    expect(summary.entries).toEqual({ total: 3, recorded: 0, unchanged: 2, withoutEffect: 0, refused: 1 });
  });

  it('keeps many histories on their way, but not too many', async () => {
    let now = 0;
    let most = 0;
    await imported(
      mappingOf([promise()]),
      { 'rows.csv': csv },
      {
        record: async ({ entries }) => {
          most = Math.max(most, ++now);
          await new Promise(setImmediate);
          now -= 1;
          return entries.map(() => ({ outcome: 'recorded' as const, events: 1 }));
        },
      },
    );
    expect(most).toBeGreaterThan(32);
    expect(most).toBeLessThanOrEqual(256);
  });

  it('records the parts of a very long stream one after the other', async () => {
    const parts: number[] = [];
    let inside = false;
    const long = 'id,at,due\n' + ONE.split('\n')[1]!.concat('\n').repeat(2500);
    await imported(
      mappingOf([promise()]),
      { 'rows.csv': long },
      {
        record: async ({ stream, entries }) => {
          if (stream.kind === 'commitment') {
            expect(inside).toBe(false);
            inside = true;
            await new Promise(setImmediate);
            inside = false;
            parts.push(entries.length);
          }
          return entries.map(() => ({ outcome: 'recorded' as const, events: 1 }));
        },
      },
    );
    expect(parts).toEqual([1000, 1000, 500]);
  });

  it('fails with what the ledger failed with, and leaves no scratch', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'kept-import-data-'));
    try {
      const record = () => Promise.reject(new Error('disk full'));
      await expect(imported(mappingOf([promise()]), { 'rows.csv': csv }, { dataDir, record })).rejects.toThrow(
        'disk full',
      );
      expect(readdirSync(dataDir)).toEqual([]);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  it('stops when it is asked to', async () => {
    const stop = new AbortController();
    let recorded = 0;
    const stopped = imported(
      mappingOf([promise()]),
      { 'rows.csv': csv },
      {
        signal: stop.signal,
        record: ({ entries }) => {
          if (++recorded === 100) stop.abort();
          return Promise.resolve(entries.map(() => ({ outcome: 'recorded' as const, events: 1 })));
        },
      },
    );
    await expect(stopped).rejects.toMatchObject({ code: 'import-stopped' });
    expect(recorded).toBeLessThan(302);
  });

  it('rehearses without recording', async () => {
    const { summary, histories } = await imported(
      mappingOf([promise()]),
      { 'rows.csv': ONE + ONE.split('\n')[1]! },
      { dryRun: true },
    );
    expect(histories).toEqual([]);
    expect(summary).toMatchObject({ dryRun: true, changed: false, refusals: { 'commitment-exists': 1 } });
  });

  it('removes the scratch of a run that was killed', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'kept-import-data-'));
    try {
      // No process has an id this large; our own id is that of an earlier run in the same container.
      for (const pid of [4_194_305, process.pid]) mkdirSync(join(dataDir, `import-scratch-${pid}-0123abcd`));
      await imported(mappingOf([promise()]), { 'rows.csv': ONE }, { dataDir });
      expect(readdirSync(dataDir)).toEqual([]);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  it('says how far it is', async () => {
    const seen: ImportProgress[] = [];
    await imported(mappingOf([promise()]), { 'rows.csv': csv }, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({
      phase: 'recording',
      rows: 300,
      bytes: Buffer.byteLength(csv),
      totalBytes: Buffer.byteLength(csv),
      entries: 302,
      totalEntries: 302,
    });
  });

  it('adds up whatever is in the files, and never fails for it', async () => {
    const cell = fc.oneof(
      fc.constantFrom(
        'A',
        'B',
        '',
        ' ',
        '__proto__',
        'NaN',
        '2024-05-01T10:00:00Z',
        '2024-05-02T10:00:00Z',
        '"',
        '"x"',
        '\n',
        '\r\n',
        '\uFEFF',
        '\u0000',
      ),
      fc.string({ unit: 'binary' }),
    );
    const garbage = fc
      .array(fc.array(cell, { maxLength: 4 }).map((cells) => cells.join(',')))
      .map((rows) => Buffer.from(rows.join('\n')));
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
    await fc.assert(
      fc.asyncProperty(fc.oneof(garbage, bytes), async (body) => {
        const content = Buffer.concat([
          Buffer.from('id,at,due\n'),
          body,
          Buffer.from('\nGood,2024-05-01T10:00:00Z,2024-05-02T10:00:00Z\n'),
        ]);
        const { summary, rejects } = await imported(mappingOf([promise()]), { 'rows.csv': content });
        expectItToAddUp(summary);
        expect(rejects).toHaveLength(summary.files[0]!.rejected + summary.entries.refused);
      }),
      { numRuns: 60 },
    );
  });
});
