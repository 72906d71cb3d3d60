import fc from 'fast-check';
import { type Route } from '../support/description/description.js';
import { jsonBody, type Parts } from './build.js';
import { type Case, shown } from './case.js';
import { oddRequests } from './odd-requests.js';
import { report, type Stage } from './stage.js';
import { everyChange } from './wrong-values.js';

export interface Size {
  seed: number;
  /** Valid requests. */
  valid: number;
  /** Requests with one thing wrong in their body. */
  changes: number;
}

/** What was found on one route: a report for each kind of fault, and how many requests it took. */
export interface Finding {
  reports: string[];
  asked: number;
}

/** Asks a route everything: what is valid, what is wrong in one place, and what is odd. */
export async function fuzzRoute(stage: Stage, route: Route, { seed, valid, changes }: Size): Promise<Finding> {
  const found = new Map<string, string>();
  let asked = 0;
  const own = seed + hashOf(route.id);
  const outcome = await fc.check(
    fc.asyncProperty(stage.builder.parts(route), async (parts) => {
      asked += 1;
      await stage.play(stage.builder.valid(route, parts));
    }),
    { seed: own, numRuns: valid },
  );
  if (outcome.failed) found.set('valid', `${String(outcome.errorInstance)}\n${fc.defaultReportMessage(outcome) ?? ''}`);
  for (const one of wrongAndOdd(stage, route, own, changes)) {
    asked += 1;
    const [fault, text] = await played(stage, one);
    if (fault !== undefined && !found.has(fault)) found.set(fault, text);
  }
  return { reports: [...found.values()], asked };
}

/** @returns the kind of fault, and all there is to see; nothing where all is well */
async function played(stage: Stage, one: Case): Promise<[string | undefined, string]> {
  try {
    const answer = await stage.wire.send(one.request);
    const faults = await stage.judged(one, answer);
    return [faults[0], report(one, answer, faults)];
  } catch (error) {
    return [String(error), `${String(error)}\n${shown(one)}`];
  }
}

function* wrongAndOdd(stage: Stage, route: Route, seed: number, changes: number): Generator<Case> {
  const { builder, schemas } = stage;
  let left = jsonBody(route) ? changes : 0;
  for (let round = 0; round === 0 || left > 0; round += 1) {
    // What has no fields to be wrong is asked the odd questions once.
    const parts = fullest(fc.sample(builder.parts(route, { known: true }), { seed: seed + round, numRuns: 30 }));
    yield* oddRequests(route, parts, builder, schemas);
    if (left <= 0) return;
    const chosen = shuffled([...everyChange(parts.body)], seed + round).slice(0, left);
    left -= chosen.length;
    for (const change of chosen) yield builder.changed(route, parts, change);
  }
}

const fullest = (samples: readonly Parts[]): Parts =>
  samples.reduce((full, one) => (JSON.stringify(one).length > JSON.stringify(full).length ? one : full));

const shuffled = <T>(items: readonly T[], seed: number): T[] =>
  fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), { seed, numRuns: 1 })[0]!;

const hashOf = (text: string): number => Buffer.from(text).reduce((hash, byte) => (hash * 31 + byte) % 65_521, 7);
