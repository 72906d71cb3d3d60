import { expect, it } from '@jest/globals';
import { MemoryLog } from '../testing/memory-log.fixture.js';
import { Bodies } from './bodies.js';

const IDENTITY = '0a1b2c3d-0000-4000-8000-000000000000';
const read = (body: string): Record<string, unknown> => JSON.parse(body) as Record<string, unknown>;

it('what is said is the same for everybody who may see the same, and for nobody else', () => {
  const bodies = new Bodies(IDENTITY);
  const entry = new MemoryLog().append('ann');
  const thin = bodies.of(entry, 'thin', 0);
  expect(read(thin)).toMatchObject({
    id: entry.id,
    type: 'kept.BreachDeclared',
    customer: 'ann',
    cursor: '3-0a1b2c3d',
  });
  expect(bodies.of({ ...entry }, 'thin', 0)).toBe(thin);
  const { customer: _, ...hidden } = entry;
  expect(read(bodies.of(hidden, 'thin', 0))).not.toHaveProperty('customer');
  expect(read(bodies.of(entry, 'full', 0))['data']).toEqual(read(entry.json));
  expect(read(bodies.of(entry, 'thin', 3))).toEqual({ ...read(thin), gap: 3 });
  expect(bodies.of(entry, 'thin', 0)).toBe(thin);
});
