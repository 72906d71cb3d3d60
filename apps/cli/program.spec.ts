import { describe, expect, it } from '@jest/globals';
import { programFor } from './program.js';

const all = (await programFor(['--help'])).commands;
const names = all.map((command) => command.name());

describe('the kept command', () => {
  it('lists all commands and what they are for, and loads none of them', () => {
    expect(names).toEqual(expect.arrayContaining(['demo', 'import', 'rates', 'history', 'verify', 'keys', 'copy']));
    expect(new Set(names).size).toBe(names.length);
    for (const command of all) {
      expect(command.description()).toMatch(/^[A-Z].*\.$/);
      expect([command.options, command.registeredArguments, command.commands]).toEqual([[], [], []]);
    }
  });

  it.each(names)('has %s, alone, where it is asked for, and where it is asked about', async (name) => {
    for (const words of [
      [name, '--data', 'there'],
      ['help', name],
    ]) {
      const [command, ...others] = (await programFor(words)).commands;
      expect(others).toEqual([]);
      expect(command!.name()).toBe(name);
      expect(command!.description()).toBe(all[names.indexOf(name)]!.description());
      expect(command!.options.length + command!.commands.length).toBeGreaterThan(0);
    }
  });

  it.each([[], ['help'], ['-V'], ['rate'], ['constructor'], ['help', 'toString']])(
    'lists all for %j',
    async (...words) => {
      expect((await programFor(words)).commands.map((command) => command.name())).toEqual(names);
    },
  );
});
