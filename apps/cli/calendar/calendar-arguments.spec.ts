import { type CalendarEdition } from '#kept/domain';
import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../usage-error.js';
import { spanFrom } from './calendar-span.js';
import { readEdition, versionFrom } from './edition-file.js';

describe('a span on the command line', () => {
  it('is open hours or business days', () => {
    expect(spanFrom({ add: 'PT4H' })).toEqual({ businessTime: 14_400_000 });
    expect(spanFrom({ days: '3' })).toEqual({ businessDays: 3 });
  });

  it.each([{}, { add: 'PT4H', days: '3' }, { days: '-1' }, { days: '1.5' }, { days: '' }])('%j is none', (options) =>
    expect(() => spanFrom(options)).toThrow(UsageError),
  );

  it.each([
    [{ add: 'soon' }, 'duration-malformed'],
    [{ days: '36526' }, 'number-out-of-range'],
  ])('%j is refused: %s', (options, code) => expect(() => spanFrom(options)).toThrow(code));
});

describe('a file with an edition', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kept-edition-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const fileWith = (text: string): string => {
    const file = join(folder, 'cn-2026.json');
    writeFileSync(file, text);
    return file;
  };
  const EDITION: CalendarEdition = {
    ...{ timeZone: 'UTC', weekly: { mon: [{ opens: '09:00', closes: '18:00' }] }, special: { '2026-05-01': [] } },
    ...{
      specialDays: { '2026-05-01': { name: 'Labour Day' } },
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
      source: 'x',
    },
  };

  it('is read as it is', async () => expect(await readEdition(fileWith(JSON.stringify(EDITION)))).toEqual(EDITION));

  it('is published under its own name', () => expect(versionFrom('/etc/kept/cn-2026.json')).toBe('cn-2026'));

  it.each([
    ['{', 'cannot be read'],
    ['null', 'is no edition'],
    ['{}', 'timeZone'],
    [JSON.stringify({ ...EDITION, weekly: { mon: '09:00' } }), 'weekly: mon'],
    [JSON.stringify({ ...EDITION, holidays: [] }), 'holidays'],
  ])('%j is refused: %s', async (text, problem) => {
    await expect(readEdition(fileWith(text))).rejects.toThrow(UsageError);
    await expect(readEdition(fileWith(text))).rejects.toThrow(problem);
  });

  it('that is not there is missed', async () =>
    expect(readEdition(join(folder, 'nowhere.json'))).rejects.toThrow('cannot be read'));
});
