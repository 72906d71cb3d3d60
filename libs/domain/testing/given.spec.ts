import { describe, expect, it } from '@jest/globals';
import { fulfil, promised, withdraw } from './commands.fixture.js';
import { given } from './given.fixture.js';

/** A test that cannot fail is a defect: so can these helpers. */
describe('given / when / then', () => {
  const open = given(promised({ due: 'Tue 12:00' }));
  const done = given(promised({ due: 'Tue 12:00' }), fulfil({ at: 'Tue 11:00' }));

  it('fails where a refusal was expected and the command accepted', () =>
    expect(() => open.when(withdraw({})).thenRefuses('commitment-settled')).toThrow('accepted'));

  it('fails where it was refused for another reason', () => {
    expect(() => done.when(withdraw({})).thenRefuses('commitment-unknown')).toThrow('commitment-settled');
    expect(() => done.when(withdraw({})).thenRefuses('commitment-settled', { by: 'withdrawal' })).toThrow('fulfilment');
  });

  it('fails where acceptance was expected and the command refused', () => {
    expect(() => done.when(withdraw({})).thenState(() => undefined)).toThrow('commitment-settled');
    expect(() => done.when(withdraw({})).thenNothing()).toThrow('commitment-settled');
  });

  it('fails where nothing was expected and something was written', () =>
    expect(() => open.when(withdraw({})).thenNothing()).toThrow('CommitmentWithdrawn'));

  it('fails where a history is not accepted', () =>
    expect(() => given(fulfil({ at: 'Tue 11:00' }))).toThrow('commitment-unknown'));

  it('fails where the commitment is voided and a standing was expected, and the other way round', () =>
    expect(() => open.thenVoided()).toThrow('not voided'));
});
