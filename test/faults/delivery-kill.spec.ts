import { afterAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { temporaryDirectory } from '../support/kept.js';
import { checkDelivery } from './delivery-kill/check.js';
import { recordedIn } from './delivery-kill/recorded.js';
import { tryDelivery } from './delivery-kill/trial.js';

const SEED = Number(process.env['KEPT_TEST_SEED'] ?? Date.now() % 1_000_000);
/** `KEPT_TEST_FULL=1`: the form that takes some minutes. */
const KILLS = process.env['KEPT_TEST_FULL'] ? 50 : 4;

describe(`a server that delivers and a receiver, either of them killed at any moment (KEPT_TEST_SEED=${SEED})`, () => {
  const home = temporaryDirectory('delivery-kill');
  afterAll(home.remove);
  const plan = { seed: SEED, late: 0.02, server: 0.5, kills: KILLS, before: 'test/faults/delivery-kill/hurry.js' };

  it(
    `everything comes, in order, and nothing comes to whom it is not meant for, in ${KILLS} kills`,
    async () => {
      const trial = await tryDelivery({ ...plan, directory: join(home.path, 'trial') });
      const { wrong, did } = checkDelivery({ ...trial, recorded: recordedIn(trial.data) });
      process.stderr.write(`${JSON.stringify({ ...did, ...trial.killed })}\n`);
      expect(wrong.slice(0, 10)).toEqual([]);
      expect(did.received).toBeGreaterThanOrEqual(KILLS * 20);
      expect(did.refused).toBeGreaterThanOrEqual(1);
      expect(did.twoSignatures).toBeGreaterThanOrEqual(1);
      expect(did.afterTheEnd).toBe(1);
      if (KILLS > 10) expect(did.repeated).toBeGreaterThanOrEqual(1);
    },
    (KILLS * 15 + 120) * 1_000,
  );

  it('would be caught if the cursor were saved before the acknowledgement', async () => {
    const before = 'test/faults/delivery-kill/too-early.js';
    const directory = join(home.path, 'mutant');
    const trial = await tryDelivery({ ...plan, before, directory, kills: 2, server: 1, late: 0.5, patience: 5_000 });
    const { wrong } = checkDelivery({ ...trial, recorded: recordedIn(trial.data) });
    expect(wrong.filter((problem) => problem.includes('has never got'))).not.toEqual([]);
  }, 180_000);
});
