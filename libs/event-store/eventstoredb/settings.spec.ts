import { describe, expect, it } from '@jest/globals';
import { addressIn } from './settings.js';

describe('the address of an EventStoreDB', () => {
  it('has credentials for every call, and a name without secrets', () => {
    expect(addressIn('esdb://ops:p%40ss@one:2113,two:2113?tls=true')).toEqual({
      place: 'one:2113,two:2113',
      credentials: { username: 'ops', password: 'p@ss' },
    });
    expect(addressIn('esdb://localhost:2113?tls=false').credentials).toEqual({ username: 'kept', password: 'kept' });
  });

  it.each([
    ['http://localhost:2113', 'is no connection string'],
    ['esdb://localhost:2113', 'names no user'],
    ['esdb://ops:secret@localhost:2113?nodePreference=follower', 'means nothing for a single node'],
    ['esdb+discover://ops:secret@cluster?gossipTimeout=5000', 'in seconds'],
  ])('%s is refused, with what to change', (text, problem) => {
    expect(() => addressIn(text)).toThrow(problem);
    expect(() => addressIn(text)).not.toThrow('secret');
  });
});
