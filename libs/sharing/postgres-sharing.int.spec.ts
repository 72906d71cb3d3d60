import { openSession, type Session } from '#kept/postgres';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { testPostgres } from '../../test/support/postgres/shared.js';
import { type Holding, SHARES } from './holding.js';
import { lockClassOf, PostgresSharing, type PostgresSharingParts } from './postgres-sharing.js';
import { Idler } from './sharing.fixture.js';

const postgres = await testPostgres();
if ('missing' in postgres) process.stderr.write(`Not tested on PostgreSQL: ${postgres.missing}\n`);

/** Who holds what, at every moment: a worker that is told of a share somebody else has not let go has been cheated. */
class Register {
  readonly #holders = new Map<number, Idler>();
  readonly cheated: number[] = [];

  worker(): Idler {
    const idler = new Idler();
    const hold = idler.hold.bind(idler);
    idler.hold = async (holding: Holding) => {
      const shares = new Set(holding);
      for (const share of shares) {
        const holder = this.#holders.get(share) ?? idler;
        if (holder !== idler) this.cheated.push(share);
      }
      await hold(holding);
      for (const [share, holder] of this.#holders)
        if (holder === idler && !shares.has(share)) this.#holders.delete(share);
      for (const share of shares) this.#holders.set(share, idler);
    };
    return idler;
  }
}

('url' in postgres ? describe : describe.skip)('workers that meet in PostgreSQL', () => {
  const url = 'url' in postgres ? postgres.url : '';
  let ledger: string;
  let register: Register;
  let failures: unknown[];
  let sharings: PostgresSharing[];
  let visitor: Session;

  beforeEach(async () => {
    ledger = randomUUID();
    register = new Register();
    failures = [];
    sharings = [];
    visitor = await openSession(url, { lost: () => undefined });
  });
  afterEach(async () => {
    await Promise.all(sharings.map((sharing) => sharing.leave()));
    await visitor.close();
  });

  const joined = async (idler = register.worker(), parts: Partial<PostgresSharingParts> = {}) => {
    const failed = (error: unknown): void => void failures.push(error);
    const sharing = new PostgresSharing({ url, ledger, failed, lookEvery: 10, ...parts });
    sharings.push(sharing);
    await sharing.join(idler);
    return { idler, sharing };
  };
  /** All shares are held, each by one, and nobody has more than is fair. */
  const evenly = (...idlers: Idler[]) => {
    const most = Math.ceil(SHARES / idlers.length);
    const isEven = (): boolean => {
      const all = idlers.flatMap(({ shares }) => shares);
      return all.length === SHARES && new Set(all).size === SHARES && idlers.every(({ size }) => size <= most);
    };
    return Promise.race(idlers.map((idler) => idler.until(isEven)));
  };

  it('have it all while they are alone, and share it when others come and go', async () => {
    const one = await joined();
    expect(one.idler.size).toBe(SHARES);
    const two = await joined();
    await evenly(one.idler, two.idler);
    const three = await joined();
    await evenly(one.idler, two.idler, three.idler);
    await one.sharing.leave();
    expect(one.idler.size).toBe(0);
    await evenly(two.idler, three.idler);
    await three.sharing.leave();
    await evenly(two.idler);
    expect(register.cheated).toEqual([]);
    expect(failures).toEqual([]);
  });

  it('let go only when they have finished', async () => {
    const slow = register.worker();
    await joined(slow);
    let [letGo, isAsked] = [(): void => undefined, (): void => undefined];
    const finished = new Promise<void>((resolve) => (letGo = resolve));
    const asked = new Promise<void>((resolve) => (isAsked = resolve));
    slow.letGo = () => {
      isAsked();
      return finished;
    };
    const { idler } = await joined();
    await asked;
    // It has been asked, and has not finished: nobody can have any of them.
    const taken = await visitor.query(
      'select share from generate_series(0, $2::int - 1) as share where pg_try_advisory_lock($1::int, share)',
      [lockClassOf(ledger), SHARES],
    );
    expect(taken).toEqual([]);
    expect(idler.size).toBe(0);
    letGo();
    await evenly(slow, idler);
    expect(register.cheated).toEqual([]);
  });

  it('lose it when they are cut off, and come back', async () => {
    // Others may have a share before the one who lost it knows: that is what claims in the journal are for.
    const [one, two] = [await joined(new Idler()), await joined(new Idler())];
    await evenly(one.idler, two.idler);
    await visitor.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = $1 and objid = ${SHARES}`,
      [lockClassOf(ledger)],
    );
    await one.idler.until(() => one.idler.held.some(({ size }, index) => index > 0 && size === 0));
    await evenly(one.idler, two.idler);
  });

  it('lose it when they stand still', async () => {
    const { idler } = await joined(new Idler(), { lookEvery: 100_000, stillAfter: 50 });
    expect(idler.size).toBe(SHARES);
    const { idler: other } = await joined();
    await evenly(other);
    await idler.until(() => idler.size === 0);
  });

  it('of another ledger are not their business', async () => {
    const here = await joined();
    const there = await joined(new Idler(), { ledger: randomUUID() });
    expect([here.idler.size, there.idler.size]).toEqual([SHARES, SHARES]);
  });

  it('hold nothing where there is no database, and go on trying', async () => {
    const { idler } = await joined(new Idler(), { url: 'postgres://kept@127.0.0.1:1/ledger' });
    expect(idler.held.map(({ size }) => size)).toEqual([0]);
    while (failures.length < 3) await visitor.query('select 1');
  });
});
