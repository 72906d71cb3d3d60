import { pathToFileURL } from 'node:url';
import { built } from '../../support/server-process.js';

/** Loaded before the server: what is tried again after hours is tried again after seconds, and nothing else is changed. */
const inside = (path: string): Promise<unknown> =>
  import(pathToFileURL(built(`libs/delivery/webhooks/engine/${path}`)).href) as Promise<unknown>;

const { SCHEDULE } = (await inside('retry.js')) as { SCHEDULE: number[] };
SCHEDULE.splice(0, SCHEDULE.length, 0, 100, 200, 400, 800, 1_500, 2_000, 2_000, 2_000, 2_000);

const { REST } = (await inside('breaker.js')) as { REST: { first: number; longest: number } };
REST.first = 200;
REST.longest = 1_000;
