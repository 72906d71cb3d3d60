import { type EntityKind } from '#kept/contracts';
import { instant, timeZone } from '#kept/domain';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StagedEntries, type StagedEntry } from './entries.js';
import { openScratch, type Scratch } from './scratch.js';

const zone = timeZone('Europe/Berlin');
const now = instant(5_000);

let directory: string;
let scratch: Scratch;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kept-staging-'));
  scratch = openScratch(directory);
});
afterEach(() => {
  scratch.remove();
  rmSync(directory, { recursive: true, force: true });
});

function staged(
  kind: EntityKind,
  id: string,
  type: string,
  occurredAt: StagedEntry['occurredAt'],
  data: object,
  origin: { file: number; line: number },
): StagedEntry {
  return { stream: { kind, id }, type, occurredAt, data, ...origin };
}

function ordered(entries: readonly StagedEntry[]): StagedEntry[] {
  const staging = new StagedEntries(scratch.db);
  for (const one of entries) staging.add(one);
  staging.registerParties(zone, now);
  const inOrder = [...staging.inOrder()];
  expect(staging.count()).toBe(inOrder.length);
  return inOrder;
}

describe('staged entries', () => {
  it('come stream by stream: those that begin first, what opens them, then by time, then what moves before what settles', () => {
    const entries = [
      staged('commitment', 'late', 'MakePromise', instant(3_000), { customer: 'c', team: 't' }, { file: 0, line: 1 }),
      staged('commitment', 'early', 'Fulfil', instant(2_000), {}, { file: 0, line: 2 }),
      staged('commitment', 'early', 'Reschedule', instant(2_000), {}, { file: 0, line: 3 }),
      staged('commitment', 'early', 'Notify', instant(1_000), {}, { file: 0, line: 4 }),
      staged('commitment', 'early', 'MakePromise', instant(2_000), { customer: 'c', team: 't' }, { file: 0, line: 5 }),
    ];
    const said = ordered(entries).map(({ stream, type, occurredAt }) => [stream.id, type, occurredAt]);
    expect(said).toEqual([
      ['early', 'MakePromise', 2_000],
      ['early', 'Notify', 1_000],
      ['early', 'Reschedule', 2_000],
      ['early', 'Fulfil', 2_000],
      ['c', 'RegisterCustomer', 2_000],
      ['t', 'RegisterTeam', 2_000],
      ['late', 'MakePromise', 3_000],
    ]);
  });

  it('register whom promises name once, at the first of them and no later than now, unless a row does', () => {
    const promise = (customer: string, team: string, at: number): StagedEntry =>
      staged(
        'commitment',
        `${customer}${team}${at}`,
        'MakePromise',
        instant(at),
        { customer, team },
        { file: 0, line: 1 },
      );
    const entries = [
      promise('known', 'north', 4_000),
      promise('new', 'north', 3_000),
      promise('future', 'north', 9_000),
      staged('customer', 'known', 'RegisterCustomer', instant(1_000), { segment: 'vip' }, { file: 0, line: 2 }),
    ];
    const registrations = ordered(entries).filter(({ type }) => type.startsWith('Register'));
    expect(registrations).toEqual([
      staged('customer', 'known', 'RegisterCustomer', instant(1_000), { segment: 'vip' }, { file: 0, line: 2 }),
      staged('customer', 'new', 'RegisterCustomer', instant(3_000), {}, { file: -1, line: 0 }),
      staged('team', 'north', 'RegisterTeam', instant(3_000), { name: 'north', timeZone: zone }, { file: -1, line: 0 }),
      staged('customer', 'future', 'RegisterCustomer', instant(5_000), {}, { file: -1, line: 0 }),
    ]);
  });
});
