import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { kept, keptJson, temporaryDirectory } from '../support/kept.js';
import { testPostgres } from '../support/postgres/shared.js';
import { startServerProcess } from '../support/server-process.js';
import { checkRecorded } from './cluster-kill/check.js';
import { recordedBy } from './cluster-kill/recorded.js';
import { type ClusterTrial, tryCluster } from './cluster-kill/trial.js';
import { checkDelivery } from './delivery-kill/check.js';
import { recordedIn } from './delivery-kill/recorded.js';
import { SEED } from '../support/seed.js';

/** `KEPT_TEST_FULL=1`: the form that takes some minutes. */
const FAULTS = process.env['KEPT_TEST_FULL'] ? 60 : 6;

const there = await testPostgres();
if ('missing' in there) process.stderr.write(`Not tested on PostgreSQL: ${there.missing}\n`);

('url' in there ? describe : describe.skip)(
  `two APIs and two workers on one ledger, any of which is killed at any moment (KEPT_TEST_SEED=${SEED})`,
  () => {
    const home = temporaryDirectory('cluster-kill');
    afterAll(home.remove);
    const before = 'test/faults/delivery-kill/hurry.js';
    const plan = { seed: SEED, customers: 40, late: 0.02, patience: 60_000 };

    it(
      `are as good as one, in ${FAULTS} faults`,
      async () => {
        await using trial = await tryCluster({ ...plan, before, faults: FAULTS, directory: join(home.path, 'trial') });
        const recorded = recordedBy(trial.double);
        const { wrong, did } = checkDelivery({ ...trial, recorded });
        process.stderr.write(
          `${JSON.stringify({ ...trial.did, acknowledged: trial.team.acknowledged.length, ...did })}\n`,
        );
        expect(trial.team.refused.slice(0, 5)).toEqual([]);
        expect(checkRecorded(recorded, trial.team.acknowledged).slice(0, 10)).toEqual([]);
        expect(wrong.slice(0, 10)).toEqual([]);
        expect(recorded.filter(({ type }) => type === 'BreachDeclared').length).toBeGreaterThanOrEqual(FAULTS);
        expect(did.received).toBeGreaterThanOrEqual(FAULTS * 20);
        await isAsOneWouldHaveIt(trial);
      },
      (FAULTS * 15 + 180) * 1_000,
    );

    it('would be caught if a worker saved its cursor before the acknowledgement', async () => {
      const mutant = {
        ...plan,
        before: 'test/faults/delivery-kill/too-early.js',
        customers: 3,
        late: 0.5,
        patience: 5_000,
      };
      await using trial = await tryCluster({ ...mutant, faults: 2, directory: join(home.path, 'mutant') });
      const { wrong } = checkDelivery({ ...trial, recorded: recordedBy(trial.double) });
      expect(wrong.filter((problem) => problem.includes('has never got'))).not.toEqual([]);
    }, 180_000);

    /** What one server makes of the same log: it finds nothing to add, and comes to the same figures. */
    async function isAsOneWouldHaveIt({ data, places, secretsKey, double }: ClusterTrial): Promise<void> {
      const environment = { KEPT_EVENT_STORE: places.eventStore, KEPT_READ_MODEL: places.readModel };
      const asked = ['rates', '--by', 'team', '--at', new Date().toISOString()];
      const figures = async (of: string, where: Record<string, string>): Promise<unknown> =>
        JSON.parse(
          JSON.stringify(await keptJson([...asked, '--data', of], where), (key, value: unknown) =>
            key === 'position' ? undefined : value,
          ),
        );
      expect(await kept(['verify', '--data', data], { environment })).toMatchObject({ code: 0 });
      const alone = join(home.path, 'alone');
      mkdirSync(alone);
      const file = `sqlite:${join(alone, 'ledger.db')}`;
      const copied = await kept(['copy', '--from', double.connectionString, '--to', file]);
      expect(copied).toMatchObject({ code: 0 });
      const before = recordedIn(alone).length;
      const server = await startServerProcess({ data: alone, environment: { KEPT_SECRETS_KEY: secretsKey } });
      await whenReady(server.address);
      server.signal('SIGTERM');
      expect(await server.ended).toMatchObject({ code: 0 });
      const added = recordedIn(alone).slice(before);
      expect(added.filter(({ stream }) => stream.startsWith('commitment-'))).toEqual([]);
      expect(await figures(data, environment)).toEqual(await figures(alone, {}));
    }
  },
);

async function whenReady(address: string): Promise<void> {
  while ((await fetch(`${address}/readyz`)).status !== 200) await setTimeout(100);
}
