import { randomUUID } from 'node:crypto';

import { type NewEvent } from '../record.js';

/** An event that says only what the test cares about. */
export function anEvent(overrides: Partial<NewEvent> = {}): NewEvent {
  return {
    id: randomUUID(),
    type: 'SomethingHappened',
    data: {},
    metadata: {
      schemaVersion: 1,
      actor: { id: 'tester', role: 'agent' },
      occurredAt: Date.UTC(2024, 1, 29, 12),
      recordedAt: Date.UTC(2024, 1, 29, 12, 0, 0, 1),
      correlationId: randomUUID(),
      causationId: randomUUID(),
      commandId: randomUUID(),
      commandFingerprint: 'fingerprint',
    },
    ...overrides,
  };
}

export const someEvents = (count: number): NewEvent[] => Array.from({ length: count }, () => anEvent());
