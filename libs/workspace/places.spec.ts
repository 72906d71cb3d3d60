import { describe, expect, it } from '@jest/globals';
import { eventsBetween, fileAt, PlaceUnknown, placesOf, shownPlace } from './index.js';

describe('the places of a data directory', () => {
  it('are files in it', () =>
    expect(placesOf('/srv/kept', {})).toEqual({
      eventStore: 'sqlite:/srv/kept/ledger.db',
      readModel: 'sqlite:/srv/kept/read-model.db',
      deliveries: 'sqlite:/srv/kept/delivery.db',
    }));

  it('are elsewhere where that was said', () => {
    const said = {
      eventStore: 'esdb://ops:secret@one:2113',
      readModel: 'postgres://kept:secret@db/kept',
      deliveries: 'sqlite:/srv/delivery.db',
    };
    expect(placesOf('/srv/kept', said)).toEqual(said);
    expect(fileAt(said.eventStore)).toBeUndefined();
    expect(fileAt('sqlite:/mnt/ledger.db')).toBe('/mnt/ledger.db');
  });

  it('are together on a server, unless something else was said', () => {
    const readModel = 'postgres://kept:secret@db/kept';
    expect(placesOf('/srv/kept', { readModel }).deliveries).toBe(readModel);
    expect(placesOf('/srv/kept', { readModel: 'sqlite:/mnt/x.db' }).deliveries).toBe('sqlite:/srv/kept/delivery.db');
  });

  it.each([
    { eventStore: 'postgres://kept:secret@db' },
    { readModel: '/srv/read-model.db' },
    { deliveries: 'esdb://one:2113' },
    { eventStore: 'sqlite:' },
    { deliveries: 'postgres://kept@db/kept' },
  ])('%j is no place', (said) => expect(() => placesOf('.', said)).toThrow(PlaceUnknown));

  it('say how many events lie between two positions', () => {
    const [file, server] = [placesOf('.', {}), placesOf('.', { eventStore: 'esdb://one:2113' })];
    expect([eventsBetween(3n, 10n, file), eventsBetween(10n, 3n, file)]).toEqual([7, 0]);
    expect([0n, 1n, 900n, 90_000n].map((later) => eventsBetween(0n, later, server))).toEqual([0, 1, 1, 100]);
  });

  it('are shown without their secrets', () => {
    expect(shownPlace('esdb://ops:secret@one:2113')).toBe('esdb://••••••@one:2113');
    expect(shownPlace('sqlite:/srv/ledger.db')).toBe('/srv/ledger.db');
    expect(() => placesOf('.', { eventStore: 'mysql://ops:secret@db' })).toThrow(/^(?!.*secret)/);
  });
});
