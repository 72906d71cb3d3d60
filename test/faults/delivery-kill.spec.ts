import { expect, it } from '@jest/globals';
import { onEveryShape } from '../support/shapes.js';
import { checkDelivery } from './delivery-kill/check.js';
import { tryDelivery } from './delivery-kill/trial.js';
import { SEED } from '../support/seed.js';

/** `KEPT_TEST_FULL=1`: the form that takes some minutes. */
const IN_FULL = process.env['KEPT_TEST_FULL'] ? 50 : 4;
const ELSEWHERE = 2;

onEveryShape(
  `a server that delivers and a receiver, either of them killed at any moment (KEPT_TEST_SEED=${SEED})`,
  ({ isDefault, newLedger }) => {
    const kills = isDefault ? IN_FULL : ELSEWHERE;
    const plan = { seed: SEED, late: 0.02, server: 0.5, kills, before: 'test/faults/delivery-kill/hurry.js' };

    it(
      `everything comes, in order, and nothing comes to whom it is not meant for, in ${kills} kills`,
      async () => {
        const trial = await tryDelivery({ ...plan, ledger: await newLedger() });
        const { wrong, did } = checkDelivery(trial);
        process.stderr.write(`${JSON.stringify({ ...did, ...trial.killed })}\n`);
        expect(wrong.slice(0, 10)).toEqual([]);
        expect(did.received).toBeGreaterThanOrEqual(kills * 20);
        // By chance: of few deliveries perhaps none.
        if (isDefault) expect(did.refused).toBeGreaterThanOrEqual(1);
        expect(did.twoSignatures).toBeGreaterThanOrEqual(1);
        expect(did.afterTheEnd).toBe(1);
        if (kills > 10) expect(did.repeated).toBeGreaterThanOrEqual(1);
      },
      (kills * 15 + 120) * 1_000,
    );

    if (!isDefault) return;

    it('would be caught if the cursor were saved before the acknowledgement', async () => {
      const before = 'test/faults/delivery-kill/too-early.js';
      const mutant = { ...plan, before, kills: 2, server: 1, late: 0.5, patience: 5_000 };
      const trial = await tryDelivery({ ...mutant, ledger: await newLedger() });
      const { wrong } = checkDelivery(trial);
      expect(wrong.filter((problem) => problem.includes('has never got'))).not.toEqual([]);
    }, 180_000);
  },
);
