import { describe, expect, it } from '@jest/globals';
import {
  type KnownSubscription,
  type Replay,
  type SubscriptionCommand,
  unopened,
  decideSubscription,
} from './index.js';
import * as s from './subscription.fixture.js';

const opened = (...commands: SubscriptionCommand[]): KnownSubscription => {
  const { state } = s.after(s.open(), ...commands);
  if (state.status === 'unopened') throw new Error('it was not opened');
  return state;
};

describe('a subscription', () => {
  it('is opened with a key, so that nothing is ever delivered unsigned', () =>
    expect(
      s.after(s.open({ label: 'CRM', endpoint: { url: 'https://x.example/', sealedQuery: 'v1.q' } })).events,
    ).toEqual([
      {
        type: 'SubscriptionOpened',
        data: {
          ...{ owner: 'crm', teams: ['north', 'south'], url: 'https://x.example/', filter: {}, content: 'thin' },
          ...{ label: 'CRM', sealed: { query: 'v1.q' } },
        },
      },
      { type: 'SigningKeyAdded', data: { key: s.A, algorithm: 'hmac-sha256', sealed: { secret: 'v1.aaaaaaaa' } } },
    ]));

  it('is opened once', () => expect(() => s.after(s.open(), s.open())).toThrow('subscription-exists'));

  it('takes nothing before it is opened', () =>
    expect(() => decideSubscription(s.pause, unopened)).toThrow('subscription-unknown'));

  it('is paused once, resumed once, and ended once; again changes nothing', () => {
    expect(opened(s.pause)).toMatchObject({ status: 'paused', pausedAt: s.hour(1), reason: 'maintenance' });
    expect(s.adds(s.open(), s.pause, s.pause)).toEqual([]);
    expect(opened(s.pause, s.resume)).not.toHaveProperty('reason');
    expect(s.adds(s.open(), s.resume)).toEqual([]);
    expect(opened(s.end)).toMatchObject({ status: 'ended', endedAt: s.hour(9), reason: 'replaced' });
    expect(s.adds(s.open(), s.end, s.end)).toEqual([]);
  });

  it('takes nothing any more when it has ended', () => {
    const asked = [
      ...[s.pause, s.resume, s.rotate(s.A, s.B), s.revoke(s.A), s.replay({ of: 'everything', after: '0' })],
      ...[s.say('AddSigningKey', { key: s.hmac(s.B) }), s.say('ChangeSubscription', { teams: 'all', content: 'full' })],
    ];
    for (const command of asked) expect(() => s.after(s.open(), s.end, command)).toThrow('subscription-ended');
    // What those who deliver have found meanwhile comes too late, and that is nobody’s fault.
    for (const report of [s.failing, s.recovered, s.disable]) expect(s.adds(s.open(), s.end, report)).toEqual([]);
  });
});

describe('an endpoint that fails', () => {
  it('is said to be failing once, and recovers once', () => {
    expect(opened(s.failing)).toMatchObject({
      status: 'active',
      failing: { since: s.hour(1), disablesAt: s.hour(121) },
    });
    expect(s.adds(s.open(), s.failing, s.failing)).toEqual([]);
    expect(opened(s.failing, s.recovered)).not.toHaveProperty('failing');
    expect(s.adds(s.open(), s.recovered)).toEqual([]);
  });

  it('is disabled once, whether it was counted down or said that it is gone', () => {
    expect(opened(s.failing, s.disable)).toMatchObject({ status: 'disabled', because: 'failing' });
    expect(opened(s.say('DisableSubscription', { because: 'gone' }))).toMatchObject({ because: 'gone' });
    expect(opened(s.failing, s.disable)).not.toHaveProperty('failing');
    expect(s.adds(s.open(), s.disable, s.disable)).toEqual([]);
  });

  it.each<[string, SubscriptionCommand[]]>([
    ['counted down', [s.failing]],
    ['disabled', [s.failing, s.disable]],
    ['paused while it was failing', [s.failing, s.pause]],
  ])('that was %s has its whole time again when it is resumed', (_, commands) => {
    const after = opened(...commands, s.resume);
    expect(after.status).toBe('active');
    for (const word of ['failing', 'because', 'disabledAt', 'pausedAt']) expect(after).not.toHaveProperty(word);
  });

  it('is not paused when it is disabled: it stands still already', () =>
    expect(() => s.after(s.open(), s.disable, s.pause)).toThrow('subscription-disabled'));

  it('is not failing while it is paused: nothing is asked of it', () => {
    for (const report of [s.failing, s.recovered, s.disable]) expect(s.adds(s.open(), s.pause, report)).toEqual([]);
    expect(opened(s.failing, s.pause)).not.toHaveProperty('failing');
  });
});

describe('a change', () => {
  const change = (data: object, teams: 'all' | string[] = ['north', 'south']) =>
    s.say('ChangeSubscription', { teams, ...data });

  it('says all of what now holds', () =>
    expect(s.adds(s.open({ label: 'CRM' }), change({ content: 'full' }))).toEqual([
      {
        type: 'SubscriptionChanged',
        data: { url: 'https://crm.example.com/hooks', filter: {}, content: 'full', label: 'CRM' },
      },
    ]));

  it('leaves its keys, its state and its owner alone', () => {
    const before = opened(s.pause);
    expect(opened(s.pause, change({ filter: { types: ['BreachDeclared'] } }))).toEqual({
      ...before,
      filter: { types: ['BreachDeclared'] },
    });
  });

  it('forgets the query of the address before', () =>
    expect(
      s.after(
        s.open({ endpoint: { url: 'https://x.example/', sealedQuery: 'v1.q' } }),
        change({ endpoint: { url: 'https://y.example/' } }),
      ).state,
    ).toMatchObject({ endpoint: { url: 'https://y.example/' } }));

  it('that says what holds already changes nothing, in whatever order it says it', () => {
    const types = ['PromiseMade', 'BreachDeclared'];
    expect(
      s.adds(s.open({ filter: { types } }), change({ filter: { types: [...types].reverse(), historic: false } })),
    ).toEqual([]);
  });

  it('is for those who may hear of all that is delivered: else it could be sent to them', () => {
    expect(() => s.adds(s.open(), change({ content: 'full' }, ['north']))).toThrow('team-not-covered');
    expect(() => s.adds(s.open({ teams: 'all' }), change({ content: 'full' }))).toThrow('team-not-covered');
    expect(s.adds(s.open(), change({ content: 'full' }, 'all'))).toHaveLength(1);
    expect(s.adds(s.open(), change({ content: 'full' }, ['north', 'south', 'west']))).toHaveLength(1);
  });

  it('does not reach beyond the teams that it was opened for, whoever asks', () =>
    expect(() => s.adds(s.open(), change({ filter: { teams: ['west'] } }, 'all'))).toThrow('team-not-covered'));
});

describe('replays', () => {
  it.each<Replay>([
    { of: 'one', event: 'e-1', position: '17' },
    { of: 'failed', since: s.hour(0) },
    { of: 'everything', after: '0' },
  ])('%j are asked for as often as one likes, and known by their place', (what) => {
    const { state } = s.after(s.open(), s.replay(what), s.replay(what));
    expect(state).toMatchObject({
      replays: [
        { revision: 2, replay: what },
        { revision: 3, replay: what },
      ],
    });
  });

  it.each<Replay>([
    { of: 'one', event: '', position: '17' },
    { of: 'one', event: 'e-1', position: '-1' },
    { of: 'failed', since: NaN as never },
    { of: 'everything', after: 'the beginning' },
    { of: 'nothing' } as never,
  ])('%j are none', (what) => expect(() => s.adds(s.open(), s.replay(what))).toThrow());
});
