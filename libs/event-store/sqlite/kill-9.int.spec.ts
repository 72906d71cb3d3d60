import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transformFile } from '@swc/core';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { streamOf } from '../conformance/helpers.js';
import { anEvent } from '../testing/events.js';
import { openSqliteEventStore } from './index.js';

/** Appends for ever from many writers, each to its own stream, and says what was acknowledged. */
const WRITER = `
  import { writeSync } from 'node:fs';
  import { openSqliteEventStore } from './event-store/sqlite/index.js';
  import { anEvent } from './event-store/testing/events.js';
  const [path, round] = process.argv.slice(2);
  const store = openSqliteEventStore(path);
  for (let writer = 0; writer < 8; writer += 1) void write('writer-' + round + '-' + writer);
  async function write(stream) {
    for (let expected = 'no_stream'; ; ) {
      const events = Array.from({ length: 1 + (writer(stream) % 3) }, () => anEvent({ data: { text: 'x'.repeat(600) } }));
      const { revision } = await store.append(stream, expected, events);
      for (const { id } of events) writeSync(1, stream + ' ' + id + '\\n');
      expected = revision;
    }
  }
  function writer(stream) { return Number(stream.split('-')[2]); }
`;

/** After how many acknowledged events each writer process is killed: between them lies any point of a commit. */
const ROUNDS = [1, 40, 173, 420];

let directory: string;
const ledger = (): string => join(directory, 'ledger.db');

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kept-kill-'));
  await compile(resolve('libs/event-store'), join(directory, 'event-store'));
  await symlink(resolve('node_modules'), join(directory, 'node_modules'));
  await writeFile(join(directory, 'package.json'), '{"type":"module"}');
  await writeFile(join(directory, 'writer.js'), WRITER);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** The very code under test, not a build that may be older. */
async function compile(from: string, to: string): Promise<void> {
  const { exclude: _, $schema: __, ...swc } = JSON.parse(await readFile('.swcrc', 'utf8')) as Record<string, unknown>;
  for (const name of await readdir(from, { recursive: true })) {
    if (!/^(?:[a-z-]+|(?:sqlite|testing)\/[a-z-]+)\.ts$/.test(name)) continue;
    const { code } = await transformFile(join(from, name), { ...swc, swcrc: false });
    const target = join(to, name.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, code);
  }
}

/** The ids that were acknowledged before the process was killed, by stream, in their order. */
async function writeUntilKilled(round: number, afterAcknowledged: number): Promise<Map<string, string[]>> {
  const child = spawn(process.execPath, [join(directory, 'writer.js'), ledger(), String(round)]);
  let [journal, problems] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => (problems += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    journal += chunk.toString();
    if (journal.split('\n').length > afterAcknowledged) child.kill('SIGKILL');
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  expect({ signal, problems }).toEqual({ signal: 'SIGKILL', problems: '' });
  const acknowledged = new Map<string, string[]>();
  for (const line of journal.split('\n').slice(0, -1)) {
    const [stream, id] = line.split(' ') as [string, string];
    acknowledged.set(stream, [...(acknowledged.get(stream) ?? []), id]);
  }
  return acknowledged;
}

describe('kill -9 in the middle of writing', () => {
  it('loses nothing that was acknowledged, and keeps nothing twice', async () => {
    const everything = new Map<string, string[]>();
    for (const [round, afterAcknowledged] of ROUNDS.entries()) {
      for (const [stream, ids] of await writeUntilKilled(round, afterAcknowledged)) everything.set(stream, ids);
      const store = openSqliteEventStore(ledger());
      for (const [stream, acknowledged] of everything) {
        const events = await streamOf(store, stream);
        const ids = events.map(({ id }) => id);
        expect(ids.slice(0, acknowledged.length)).toEqual(acknowledged);
        expect(new Set(ids).size).toBe(ids.length);
        expect(events.map(({ revision }) => Number(revision))).toEqual(ids.map((_, i) => i));
      }
      for await (const finding of store.audit()) expect(finding).toBeUndefined();
      expect((await store.append(`after-${round}`, 'no_stream', [anEvent()])).revision).toBe(0n);
      await store.close();
    }
    expect([...everything.values()].flat().length).toBeGreaterThanOrEqual(ROUNDS.reduce((a, b) => a + b));
  });
});
