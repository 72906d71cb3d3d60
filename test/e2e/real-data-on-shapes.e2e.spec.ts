import { beforeAll, expect, it, jest } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { root } from '../support/kept.js';
import { type CircuitRate, circuitsOf, mustBeAsCounted } from '../support/outages.js';
import { csvRows, describeWithRealData } from '../support/real-data.js';
import { type LedgerPlaces, onEveryShape } from '../support/shapes.js';

// Thousands of entries, on machines that have other work too.
jest.setTimeout(180_000);

/** One circuit in twenty: the whole of it is imported where everything is in files. */
const isMeant = (circuit: string): boolean => circuit.startsWith('10');

describeWithRealData('the power outages of some circuits', () => {
  onEveryShape('imported', (shape) => {
    let ledger: LedgerPlaces;
    beforeAll(async () => {
      ledger = await shape.newLedger();
      const files = ['events.csv', 'outages.csv'].map((name) => {
        const file = join(ledger.directory, name);
        const rows = csvRows(`pge-outages/${name}.gz`).filter(({ circuit }) => isMeant(circuit!));
        writeFileSync(file, Papa.unparse(rows));
        return file;
      });
      const imported = await ledger.kept('import', ...files, '--map', join(root, 'examples/pge-outages.map.json'));
      expect(imported).toMatchObject({ code: 0 });
    });

    it('come out right for each', async () => {
      const rates = await ledger.keptJson<CircuitRate[]>('rates', '--by', 'customer', '--basis', 'first,last');
      const circuits = circuitsOf(isMeant);
      expect(circuits.length).toBeGreaterThan(100);
      mustBeAsCounted(rates, circuits);
    });

    it('leave a ledger that is sound, and answers that agree with it', async () =>
      expect(await ledger.kept('verify')).toMatchObject({ code: 0 }));
  });
});
