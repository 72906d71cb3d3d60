import { describe, expect, it } from '@jest/globals';

import { type NewEvent } from './record.js';
import { anEvent } from './testing/events.js';
import { MAX_APPEND_BYTES, prepareAppend } from './validate.js';

const code = (events: readonly NewEvent[], stream = 's', expected: bigint | 'any' = 'any'): unknown => {
  try {
    prepareAppend(stream, expected, events);
  } catch (error) {
    return (error as { code: unknown }).code;
  }
  return 'accepted';
};

const withMetadata = (metadata: Partial<NewEvent['metadata']>): NewEvent[] => [
  anEvent({ metadata: { ...anEvent().metadata, ...metadata } }),
];

describe('validation before anything is sent', () => {
  it('refuses an append of nothing', () => expect(code([])).toBe('nothing-to-append'));

  it.each(['', '$all', '$ce-commitment', 'a\u0000b', 'a\nb', 'a\u007f', '\ud800', 'x'.repeat(513)])(
    'refuses the name %j for a stream and for an event type',
    (name) => {
      expect(code([anEvent()], name)).toBe('stream-name-invalid');
      expect(code([anEvent({ type: name })])).toBe('event-type-invalid');
    },
  );

  it('takes names of any script, up to the limit', () => {
    expect(code([anEvent({ type: '承诺已作出' })], '承诺-😀')).toBe('accepted');
    expect(code([anEvent()], 'x'.repeat(512))).toBe('accepted');
  });

  it.each([
    '',
    'x',
    '0190E6F2-7D1C-7000-8000-000000000001',
    '0190e6f27d1c70008000000000000001',
    ' 0190e6f2-7d1c-7000-8000-000000000001',
  ])('refuses the id %j', (id) => expect(code([anEvent({ id })])).toBe('event-id-invalid'));

  it('refuses a revision below zero', () => expect(code([anEvent()], 's', -1n)).toBe('expected-revision-invalid'));

  it.each([
    NaN,
    Infinity,
    0.5,
    8.64e15 + 1,
    Date.parse('0000-12-31T23:59:59.999Z'),
    Date.parse('9999-12-31T23:59:59.999Z') + 1,
  ])('refuses the instant %d', (instant) => {
    expect(code(withMetadata({ occurredAt: instant }))).toBe('event-data-invalid');
    expect(code(withMetadata({ recordedAt: instant }))).toBe('event-data-invalid');
  });

  it('takes instants before 1970', () => expect(code(withMetadata({ occurredAt: -1 }))).toBe('accepted'));

  it.each(['a\u0000', '\ud800', '\udc00\ud800'])('refuses the text %j in metadata', (text) => {
    for (const field of ['correlationId', 'causationId', 'commandId', 'commandFingerprint'] as const) {
      expect(code(withMetadata({ [field]: text }))).toBe('event-data-invalid');
    }
    expect(code(withMetadata({ actor: { id: text, role: 'r' } }))).toBe('event-data-invalid');
    expect(code(withMetadata({ actor: { id: 'i', role: text } }))).toBe('event-data-invalid');
  });

  it('refuses data that is not JSON, or not an object', () => {
    expect(code([anEvent({ data: { text: '\ud800' } })])).toBe('event-data-invalid');
    expect(code([anEvent({ data: [] as never })])).toBe('event-data-invalid');
    expect(code([anEvent({ data: undefined as never })])).toBe('event-data-invalid');
  });

  it('refuses one byte more than an append may carry, and says how many there are', () => {
    const events = (padding: number): NewEvent[] => [anEvent({ data: { text: 'é'.repeat(padding) } })];
    let [fits, tooMany] = [0, MAX_APPEND_BYTES];
    while (tooMany - fits > 1) {
      const middle = (fits + tooMany) >> 1;
      if (code(events(middle)) === 'accepted') fits = middle;
      else tooMany = middle;
    }
    const message = /of (\d+) bytes is more than the 1048576 allowed/;
    expect(() => prepareAppend('s', 'any', events(tooMany))).toThrow(message);
    let said = '';
    try {
      prepareAppend('s', 'any', events(tooMany));
    } catch (error) {
      said = message.exec((error as Error).message)?.[1] ?? '';
    }
    expect(Number(said) - MAX_APPEND_BYTES).toBeLessThanOrEqual(2);
  });

  it('counts an append as a whole', () => {
    const half = anEvent({ data: { text: 'x'.repeat(MAX_APPEND_BYTES / 2) } });
    expect(code([half])).toBe('accepted');
    expect(code([half, half])).toBe('append-too-large');
  });

  it('copies: who changes the event after the append changes nothing', () => {
    const event = anEvent({ data: { a: 1 } });
    const [prepared] = prepareAppend('s', 'any', [event]);
    event.data['a'] = 2;
    event.metadata.actor.id = 'somebody else';
    expect(prepared).toMatchObject({ data: '{"a":1}', actorId: 'tester' });
  });
});
