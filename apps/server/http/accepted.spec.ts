import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as entries from '../commitments/bodies/entry.bodies.js';
import { PromiseBody } from '../commitments/bodies/promise.body.js';
import { CustomerBody, ExpectationBody } from '../customers/customer-bodies.js';
import { IntakeLine } from '../intake/intake-line.js';
import { PolicyBody } from '../teams/policy-bodies.js';
import { accepted } from './accepted.js';
import { knownFields } from './known-fields.js';
import { explained } from './validated.js';

type BodyClass = new () => object;

const BODIES: BodyClass[] = [
  PromiseBody,
  entries.NotificationBody,
  entries.RescheduleBody,
  entries.FulfilmentBody,
  entries.WithdrawalBody,
  entries.FollowUpCallBody,
  entries.ComplaintBody,
  entries.ComplaintAnswerBody,
  CustomerBody,
  ExpectationBody,
  PolicyBody,
  IntakeLine,
];

const ZONE = 'Asia/Shanghai';
const WINDOW = { due: '2026-03-02T08:00:00Z', timeZone: ZONE };

/** Values that some field or other accepts, and some that none does. */
const single = fc.constantFrom<unknown>(
  'north',
  '',
  ' x',
  'a'.repeat(201),
  '2026-03-02T08:00:00Z',
  '2026-02-30T08:00:00Z',
  '2026-03-02',
  'PT1H',
  ZONE,
  'Mars/Base',
  'explicit',
  'company',
  'human-machine',
  'reschedule',
  'provider',
  'time',
  'safety',
  'make-promise',
  'accepted',
  true,
  false,
  0,
  3,
  0.5,
  -1,
  null,
  ['photo-1'],
  ['photo-1', ''],
  [],
  [{}],
  {},
  WINDOW,
  { ...WINDOW, more: 1 },
  { day: '2026-03-02', timeZone: ZONE },
  { desired: 9, adequate: 7 },
  { desired: 'many' },
  { quality: { desired: 9 } },
  { quality: { desired: 9, more: 1 } },
  { quality: 8, price: 450 },
  { note: 'n' },
  { what: 'w' },
  { notBefore: '2026-03-02T08:00:00Z', notAfter: '2026-03-02T09:00:00Z' },
  { tolerance: 'PT1H', recoveryFactor: 0.5 },
  { timeZone: ZONE, weekly: { mon: [{ opens: '09:00', closes: '18:00' }] }, special: { '2026-02-17': [] } },
  { timeZone: ZONE, weekly: {}, special: {}, more: {} },
  { grace: { businessDays: 2 }, pausesStopClock: false },
  { grace: { businessDays: 2, businessTime: 'PT1H' } },
);

/** Enough of everything for each class to be accepted now and then. */
const VALID: Record<string, unknown> = {
  customer: 'c-1',
  team: 'north',
  owner: 'wang',
  kind: 'repair',
  promised: WINDOW,
  plan: WINDOW,
  levels: { quality: { desired: 9, adequate: 7 } },
  clarity: 'explicit',
  source: 'company',
  contactMode: 'human-machine',
  tolerance: 'PT1H',
  occurredAt: '2026-03-02T08:00:00Z',
  purpose: 'reschedule',
  channel: 'phone',
  reached: true,
  conveyed: WINDOW,
  answer: 'accepted',
  to: WINDOW,
  reason: 'emergency',
  initiator: 'provider',
  by: 'provider',
  evidence: ['photo-1'],
  leftUndone: false,
  satisfaction: 3,
  complaint: 'x',
  need: 'safety',
  expectation: 'e',
  dimension: 'time',
  level: { desired: 9 },
  version: '2026',
  rules: { tolerance: 'PT1H' },
  id: '1',
  command: 'make-promise',
};

const sentTo = (Body: BodyClass): fc.Arbitrary<object> => {
  const fields = knownFields(Body);
  const names = [...fields, 'unknown', 'toString', 'constructor'];
  const valid = Object.fromEntries(fields.filter((name) => name in VALID).map((name) => [name, VALID[name]]));
  return fc
    .record({
      base: fc.subarray(Object.keys(valid), { minLength: Math.max(0, Object.keys(valid).length - 2) }),
      odd: fc.dictionary(fc.constantFrom(...names), single, { maxKeys: 2 }),
    })
    .map(({ base, odd }) => ({ ...Object.fromEntries(base.map((name) => [name, valid[name]])), ...odd }));
};

function outcomeOf<T>(work: () => T): { body: T } | 'refused' {
  try {
    return { body: work() };
  } catch {
    return 'refused';
  }
}

describe('what is accepted at a glance', () => {
  it.each(BODIES.map((Body) => [Body.name, Body] as const))(
    'is what class-validator accepts, and becomes the same: %s',
    (_, Body) => {
      let [yes, no] = [0, 0];
      fc.assert(
        fc.property(sentTo(Body), (sent) => {
          const body = accepted(Body, sent);
          const slow = outcomeOf(() => explained(Body, sent));
          if (body) yes += 1;
          else no += 1;
          expect(body ? { body } : 'refused').toEqual(slow);
          if (body) expect(Object.getPrototypeOf(body)).toBe(Body.prototype);
        }),
        { numRuns: 300 },
      );
      // It has tried both.
      expect(Math.min(yes, no)).toBeGreaterThan(10);
    },
  );
});
