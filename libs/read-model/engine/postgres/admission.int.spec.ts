import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { catchUp, openReadModel, ReadModelRefused } from '../../index.js';
import { execute, POSTGRES } from '../../testing/databases.fixture.js';
import { contentOf } from '../../testing/content.fixture.js';
import { type TestLedger, withLedger } from '../../testing/ledger.fixture.js';
import { postgresEngine } from './postgres.js';

/** The sentence with which the place of a ledger's read model is refused. */
async function refusalAt(place: string): Promise<string> {
  try {
    const model = await openReadModel(place);
    await model.close();
    return 'it was opened';
  } catch (error) {
    expect(error).toBeInstanceOf(ReadModelRefused);
    return (error as ReadModelRefused).message;
  }
}

const inPlace = (work: (ledger: TestLedger) => Promise<void>) => (): Promise<void> => withLedger(work, POSTGRES);

/** As an address has it. */
const SCHEMA = /search_path%3D(\w+)/;

(POSTGRES ? describe : describe.skip)('a PostgreSQL that a read model is to be in', () => {
  it(
    'is opened again with what is in it',
    inPlace(async ({ store, model, place }) => {
      await catchUp(model, store);
      const again = await openReadModel(place);
      expect(await contentOf(again)).toBe(await contentOf(model));
      await again.close();
    }),
  );

  it(
    'is refused where the tables are those of a newer or an older program',
    inPlace(async ({ place }) => {
      await execute(place, `comment on table projections is 'Kept read model, layout 2'`);
      expect(await refusalAt(place)).toMatch(/^127\.0\.0\.1:\d+\/postgres was made by a newer version .*layout 2/);
      await execute(place, `comment on table projections is 'Kept read model, layout 0'`);
      expect(await refusalAt(place)).toMatch(/was made by an older version .*drop its schema, and it is built anew$/);
    }),
  );

  it(
    'is refused where somebody else has a table of that name, and is left as it is',
    inPlace(async ({ place }) => {
      await execute(place, 'drop table projections, parked');
      await execute(place, 'create table projections (of text)');
      expect(await refusalAt(place)).toMatch(/somebody else's: give the read model a database or a schema of its own$/);
      await execute(place, 'drop table projections');
    }),
  );

  it(
    'is refused where its schema is not there',
    inPlace(async ({ place }) => {
      expect(await refusalAt(place.replace(SCHEMA, 'search_path%3Dnowhere'))).toMatch(
        /has no schema to make tables in/,
      );
    }),
  );

  it(
    'is refused where not every text can be written',
    inPlace(async ({ place }) => {
      const database = `latin_${SCHEMA.exec(place)![1]!}`;
      await execute(
        place,
        `create database ${database} encoding latin1 locale 'C' locale_provider libc template template0`,
      );
      const latin = new URL(place);
      latin.pathname = database;
      latin.search = '';
      expect(await refusalAt(latin.href)).toMatch(/is encoded in LATIN1, and must be in UTF8/);
      await execute(place, `drop database ${database}`);
    }),
  );

  it.each([
    'postgres://kept:s3cret@',
    'postgres://kept:s3cret@db:port/kept',
    'postgres://kept:s3cret@db/%',
    'postgres:',
  ])('is refused at an address that is none, which nobody is told: %s', (url) => {
    expect.assertions(2);
    try {
      postgresEngine(url);
    } catch (error) {
      expect(error).toMatchObject({ code: 'place-unreadable' });
      expect(inspect(error, { depth: 9 })).not.toContain('s3cret');
    }
  });
});
