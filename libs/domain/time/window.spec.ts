import { describe, expect, it } from '@jest/globals';
import { instant, promisedWindow, sameWindow, startOf, timeZone, UTC } from './index.js';

const nine = instant(9 * 3_600_000);
const noon = instant(12 * 3_600_000);

describe('a window', () => {
  it('is the same in whatever zone it was said', () =>
    expect(sameWindow({ due: noon, timeZone: UTC }, { due: noon, timeZone: timeZone('Asia/Shanghai') })).toBe(true));

  it('is another with another due, another start, or a start at all', () => {
    expect(sameWindow({ due: noon, timeZone: UTC }, { due: nine, timeZone: UTC })).toBe(false);
    expect(sameWindow({ due: noon, timeZone: UTC }, { from: nine, due: noon, timeZone: UTC })).toBe(false);
  });

  it('begins at its start, or at its due where it has none', () => {
    expect(startOf({ from: nine, due: noon, timeZone: UTC })).toBe(nine);
    expect(startOf({ due: noon, timeZone: UTC })).toBe(noon);
  });

  it('may be a single moment, and does not end before it starts', () => {
    expect(promisedWindow({ from: noon, due: noon, timeZone: UTC }, 'promised').from).toBe(noon);
    expect(() => promisedWindow({ from: noon, due: nine, timeZone: UTC }, 'promised')).toThrow(
      'window-ends-before-it-starts',
    );
  });

  it('names the part that is wrong', () => {
    const nowhere = 'Asia/Nowhere' as typeof UTC;
    expect(() => promisedWindow({ due: noon, timeZone: nowhere }, 'plan')).toThrow('"plan.timeZone"');
    expect(() => promisedWindow({ due: NaN as typeof noon, timeZone: UTC }, 'plan')).toThrow('"plan.due"');
    expect(() => promisedWindow({ from: NaN as typeof noon, due: noon, timeZone: UTC }, 'plan')).toThrow('"plan.from"');
  });
});
