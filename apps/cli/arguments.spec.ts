import { formatInstant, Refusal, timeZone, UTC } from '#kept/domain';
import { describe, expect, it } from '@jest/globals';
import { choicesFrom, momentFrom, positionFrom, wordsFrom } from './arguments.js';
import { UsageError } from './usage-error.js';

const shanghai = timeZone('Asia/Shanghai');
const newYork = timeZone('America/New_York');

describe('a moment on the command line', () => {
  it.each([
    ['2026-03-02', '2026-03-01T16:00:00.000Z'],
    ['2026-03-02 08:00', '2026-03-02T00:00:00.000Z'],
    ['2026-03-02T08:00:30', '2026-03-02T00:00:30.000Z'],
    ['2026-03-02T08:00:00Z', '2026-03-02T08:00:00.000Z'],
    ['2026-03-02T08:00:00.5-05:00', '2026-03-02T13:00:00.500Z'],
  ])('reads %s in Shanghai as %s', (text, instant) => {
    expect(formatInstant(momentFrom(text, shanghai, '--at'))).toBe(instant);
  });

  it.each([
    ['2026-02-30', 'instant-malformed'],
    ['2026-03-08 02:30', 'local-time-does-not-exist'],
    ['2026-11-01 01:30', 'local-time-exists-twice'],
    ['next week', 'instant-malformed'],
    ['0000-01-01', 'instant-malformed'],
  ])('refuses %s in New York', (text, code) => {
    const read = (): unknown => momentFrom(text, newYork, '--at');
    expect(read).toThrow(Refusal);
    expect(read).toThrow(code);
  });

  it('begins a day where the clocks skip midnight at the first moment there is', () => {
    expect(formatInstant(momentFrom('2018-11-04', timeZone('America/Sao_Paulo'), '--from'))).toBe(
      '2018-11-04T03:00:00.000Z',
    );
    expect(formatInstant(momentFrom('2018-11-04', UTC, '--from'))).toBe('2018-11-04T00:00:00.000Z');
  });
});

describe('words and positions on the command line', () => {
  it('may be repeated or given with commas, and count once', () => {
    expect(wordsFrom(['team,kind', ' team'], ['team', 'kind', 'owner'], '--by')).toEqual(['team', 'kind']);
    expect(() => wordsFrom(['tema'], ['team'], '--by')).toThrow(UsageError);
  });

  it('choose by name, any of one part, and what is chosen may hold an equals sign', () => {
    expect(choicesFrom(['team=north', 'kind = a=b', 'team=south'], ['team', 'kind'], '--where')).toEqual({
      team: ['north', 'south'],
      kind: ['a=b'],
    });
    for (const text of ['tema=north', 'team', '=north', ''])
      expect(() => choicesFrom([text], ['team'], '--where')).toThrow(UsageError);
  });

  it.each(['', '-1', '1.5', '0x10', '1e3', '99999999999999999999'])('refuse the position %j', (text) => {
    expect(() => positionFrom(text)).toThrow(UsageError);
  });
});
