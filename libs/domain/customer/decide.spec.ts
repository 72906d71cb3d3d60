import { describe, expect, it } from '@jest/globals';
import { type Moment } from '../entry.js';
import { instant } from '../time/index.js';
import {
  type CustomerCommand,
  type CustomerEvent,
  type CustomerHours,
  decideCustomer,
  evolveCustomer,
  unknownCustomer,
} from './index.js';

const now: Moment = { occurredAt: instant(1_000), recordedAt: instant(2_000) };

const register: CustomerCommand = {
  type: 'RegisterCustomer',
  data: { segment: 'key account', timeZone: 'asia/shanghai', personal: { name: '华东机电' } },
  metadata: now,
};
const stated = (expectation = 'answer-fast'): CustomerCommand => ({
  type: 'StateExpectation',
  data: {
    expectation,
    dimension: 'time',
    level: { desired: 2, adequate: 24 },
    clarity: 'implicit',
    source: 'experience',
  },
  metadata: now,
});
const corrected = (expectation = 'answer-fast'): CustomerCommand => ({
  type: 'CorrectExpectation',
  data: { expectation, level: { adequate: 48 }, clarity: 'explicit', reason: 'agreed at the review' },
  metadata: now,
});
const reported = (measure: 'csat' | 'nps' | 'csi', score: number): CustomerCommand => ({
  type: 'ReportSatisfaction',
  data: { measure, score, commitment: '42' },
  metadata: now,
});
const forget: CustomerCommand = { type: 'ForgetCustomer', data: { reason: 'asked for it' }, metadata: now };

/** The events of the last of these commands. */
function after(...commands: CustomerCommand[]): CustomerEvent[] {
  let customer = unknownCustomer;
  let events: CustomerEvent[] = [];
  for (const command of commands) {
    events = decideCustomer(command, customer);
    for (const event of events) customer = evolveCustomer(customer, { ...event, ...command.metadata });
  }
  return events;
}

describe('a customer', () => {
  it('is registered once, with the zone as the database spells it', () => {
    expect(after(register)).toEqual([
      {
        type: 'CustomerRegistered',
        data: { segment: 'key account', timeZone: 'Asia/Shanghai', personal: { name: '华东机电' } },
      },
    ]);
    expect(() => after(register, register)).toThrow('customer-exists');
  });

  it('may have hours of their own', () => {
    const hours: CustomerHours = {
      timeZone: 'asia/shanghai',
      weekly: { mon: [{ opens: '08:00', closes: '17:00' }] },
      special: {},
    };
    const withHours = (more: Partial<CustomerHours>): CustomerCommand => ({
      type: 'RegisterCustomer',
      data: { hours: { ...hours, ...more } },
      metadata: now,
    });
    expect(after(withHours({}))).toMatchObject([{ data: { hours: { ...hours, timeZone: 'Asia/Shanghai' } } }]);
    expect(() => after(withHours({ timeZone: '+08:00' }))).toThrow('time-zone-unknown');
    expect(() => after(withHours({ special: { '2026-02-30': [] } }))).toThrow('text-malformed');
    expect(() => after(withHours({ weekly: { mon: [{ opens: '8', closes: '17:00' }] } }))).toThrow('weekly.mon');
  });

  it.each([stated(), corrected(), reported('csat', 4), forget])('must be known: $type', (command) =>
    expect(() => after(command)).toThrow('customer-unknown'),
  );

  it('states what they expect in general, and it may be corrected', () => {
    expect(after(register, stated(), corrected())).toMatchObject([
      { type: 'ExpectationCorrected', data: { expectation: 'answer-fast', level: { adequate: 48 } } },
    ]);
    expect(() => after(register, stated(), corrected('cheap'))).toThrow('expectation-unknown');
  });

  it.each([
    ['csat', 1],
    ['csat', 5],
    ['nps', 0],
    ['nps', 10],
    ['csi', 0],
    ['csi', 83.5],
    ['csi', 100],
  ] as const)('is satisfied by %s %d', (measure, score) =>
    expect(after(register, reported(measure, score))).toMatchObject([{ data: { measure, score } }]),
  );

  it.each([
    ['csat', 0],
    ['csat', 6],
    ['csat', 4.5],
    ['nps', -1],
    ['nps', 11],
    ['nps', 7.5],
    ['csi', -0.1],
    ['csi', 100.1],
    ['csi', NaN],
  ] as const)('cannot be satisfied by %s %d', (measure, score) =>
    expect(() => after(register, reported(measure, score))).toThrow('number-out-of-range'),
  );

  it('is forgotten once and for all', () => {
    expect(after(register, forget)).toEqual([{ type: 'CustomerForgotten', data: { reason: 'asked for it' } }]);
    expect(after(register, forget, forget)).toEqual([]);
    expect(() => after(register, forget, reported('csat', 4))).toThrow('customer-forgotten');
    expect(() => after(register, forget, register)).toThrow('customer-forgotten');
  });

  it('takes nothing that occurs after it is recorded', () => {
    const early = { ...register, metadata: { occurredAt: instant(2_001), recordedAt: instant(2_000) } };
    expect(() => after(early)).toThrow('occurs-after-it-is-recorded');
  });
});
