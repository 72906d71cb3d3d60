import { expect, it } from '@jest/globals';
import { Holding } from './holding.js';
import { Alone } from './sharing.js';

it('who is alone does everything until it leaves', async () => {
  const held: Holding[] = [];
  const alone = new Alone();
  const work = {
    hold: (holding: Holding) => {
      held.push(holding);
      return Promise.resolve();
    },
  };
  await alone.join(work);
  await alone.leave();
  await alone.leave();
  expect(held).toEqual([Holding.ALL, Holding.NOTHING]);
});
