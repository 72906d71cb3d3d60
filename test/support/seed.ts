/** The seed of every run that asks for no other: whether a change is sound is then no matter of the day it is tried on. */
const USUAL = 20_260_101;

/**
 * What everything random in the tests begins from. A run repeats the one before it; `KEPT_TEST_SEED=random` tries what has
 * not been tried, as every night does, and `KEPT_TEST_SEED=…` what failed then.
 */
export const SEED = seedFrom(process.env['KEPT_TEST_SEED']);

function seedFrom(asked: string | undefined): number {
  if (asked === undefined || asked === '') return USUAL;
  if (asked === 'random') return Date.now() % 1_000_000;
  if (!/^\d{1,9}$/.test(asked)) throw new Error(`KEPT_TEST_SEED is a number or 'random', and not '${asked}'`);
  return Number(asked);
}
