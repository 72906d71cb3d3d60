import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { committedDescription, routesOf } from '../support/description/description.js';
import { SEED } from '../support/seed.js';
import { jsonBody } from './build.js';
import { fuzzRoute } from './fuzz-route.js';
import { setStage, type Stage } from './stage.js';

const wanted = Number(process.env['KEPT_TEST_REQUESTS'] ?? 10_000);

const routes = routesOf(committedDescription());
const withBody = routes.filter((route) => jsonBody(route) !== undefined).length;
/** Each route is asked what is odd once, some 200 questions; what is wanted beyond goes to bodies, by their fields. */
const size = {
  seed: SEED,
  valid: Math.ceil(wanted / 250),
  changes: Math.max(100, Math.ceil((0.8 * wanted) / withBody) - 300),
};

describe(`every route, asked ${wanted} times in all; KEPT_TEST_SEED=${SEED} asks the same again`, () => {
  let stage: Stage;
  let asked = 0;
  beforeAll(async () => {
    stage = await setStage();
  }, 120_000);
  afterAll(() => stage.stop());

  it.each(routes.map((route) => ({ route, id: route.id })))(
    '$id understands what is valid, refuses what is wrong by its name, and never fails',
    async ({ route }) => {
      const { reports, asked: times } = await fuzzRoute(stage, route, size);
      asked += times;
      expect(reports).toEqual([]);
    },
    600_000,
  );

  it('was asked often enough, and every route said yes to something', () => {
    expect(asked).toBeGreaterThanOrEqual(wanted);
    const never = [...stage.tally].filter(([, { accepted }]) => accepted === 0).map(([id]) => id);
    expect(never).toEqual([]);
  });

  it('recorded what was accepted, and nothing else', async () => {
    expect(stage.ledger.recorded).toBeGreaterThan(routes.length);
    expect(await stage.ledger.residue()).toEqual([]);
  });
});
