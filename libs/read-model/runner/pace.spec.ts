import { describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Pace } from './pace.js';

/** So long that a test which waits for it fails. */
const FOR_EVER = 60_000;
const MANY = { events: 500, took: 5 };
const ONE = { events: 1, took: 5 };
const nobodyStops = new AbortController().signal;

async function isOver(rest: Promise<void>): Promise<boolean> {
  let over = false;
  void rest.then(() => (over = true));
  await nextTurn();
  return over;
}

describe('the pace of projecting', () => {
  it('lets entries gather where many come, until somebody waits for them', async () => {
    const pace = new Pace(FOR_EVER);
    const rest = pace.after(MANY, nobodyStops);
    expect(await isOver(rest)).toBe(false);
    pace.hurry();
    expect(await isOver(rest)).toBe(true);
  });

  it('does not rest where they come one by one', async () => {
    expect(await isOver(new Pace(FOR_EVER).after(ONE, nobodyStops))).toBe(true);
  });

  it('does not rest after a batch that took as long', async () => {
    expect(await isOver(new Pace(FOR_EVER).after({ events: 500, took: FOR_EVER }, nobodyStops))).toBe(true);
  });

  it('does not rest after a batch during which somebody has begun to wait, and does after the next', async () => {
    const pace = new Pace(FOR_EVER);
    pace.hurry();
    expect(await isOver(pace.after(MANY, nobodyStops))).toBe(true);
    const rest = pace.after(MANY, nobodyStops);
    expect(await isOver(rest)).toBe(false);
    pace.hurry();
    await rest;
  });

  it('ends with what it paces', async () => {
    const stop = new AbortController();
    const rest = new Pace(FOR_EVER).after(MANY, stop.signal);
    stop.abort();
    expect(await isOver(rest)).toBe(true);
  });

  it('ends by itself', async () => {
    await new Pace(MANY.took + 1).after(MANY, nobodyStops);
  });
});
