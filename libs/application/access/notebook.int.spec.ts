import { type AccessNote } from '#kept/domain';
import { AppendConflict, AppendOutcomeUnknown, type EventStore, StoreUnavailable } from '#kept/event-store';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Notebook } from './notebook.js';
import { type AccessFixture, asCrm, byAdmin, later, NOW, openAccess } from './testing/access.fixture.js';

const noWait = (failed: number): Promise<boolean> => Promise.resolve(failed < 10);
const exported = (rows: number): AccessNote => ({ type: 'DataExported', data: { what: 'rates', rows } });
const deed = (rows: number) => ({
  actor: { id: 'crm', role: 'integration' },
  note: exported(rows),
  occurredAt: NOW,
  recordedAt: later(1),
});

describe('the notebook', () => {
  let access: AccessFixture;
  beforeEach(() => {
    access = openAccess();
  });
  afterEach(() => access.close());

  /** The store, with another way to append. */
  const withAppend = (append: EventStore['append']): EventStore => ({ append }) as EventStore;

  async function rowsNoted(): Promise<number[]> {
    const noted = await access.logOf('crm');
    return noted.flatMap(({ type, data }) => (type === 'DataExported' ? data.rows : []));
  }

  it('writes what was done at the end of the stream of who did it, durably', async () => {
    const { key, text } = await access.keys.issue(asCrm, byAdmin());
    const notebook = new Notebook(access.store);
    await notebook.write(deed(7));
    expect(await access.logOf('crm')).toMatchObject([
      { type: 'KeyIssued', data: { key } },
      { ...exported(7), occurredAt: NOW, recordedAt: later(1) },
    ]);
    for await (const page of access.another().store.readStream('access-crm', { from: 1n }))
      expect(page[0]!.metadata).toMatchObject({ actor: { id: 'crm', role: 'integration' }, schemaVersion: 1 });
    // The key is none the worse for what stands after it.
    expect(await access.keys.enter(text!, NOW)).toMatchObject({ entry: 'admitted' });
  });

  it('takes what comes together together, in order', async () => {
    const appends: number[] = [];
    const notebook = new Notebook(
      withAppend((stream, expected, events) => {
        appends.push(events.length);
        return access.store.append(stream, expected, events);
      }),
    );
    const rows = Array.from({ length: 450 }, (_, n) => n);
    await Promise.all(rows.map((n) => notebook.write(deed(n))));
    expect(await rowsNoted()).toEqual(rows);
    expect(appends).toEqual([1, 200, 200, 49]);
  });

  it('shares a stream with other processes, and with keys', async () => {
    const notebooks = [access.store, access.another().store, access.another().store].map((each) => new Notebook(each));
    const rows = Array.from({ length: 60 }, (_, n) => n);
    const issuing = access.keys.issue(asCrm, byAdmin());
    await Promise.all([issuing, ...rows.map((n) => notebooks[n % 3]!.write(deed(n)))]);
    expect((await rowsNoted()).sort((a, b) => a - b)).toEqual(rows);
    expect(await access.keys.enter((await issuing).text!, NOW)).toMatchObject({ entry: 'admitted' });
  });

  it('writes once when an answer gets lost', async () => {
    let lost = 2;
    const notebook = new Notebook(
      withAppend(async (...append) => {
        const answer = await access.store.append(...append);
        if (lost-- > 0) throw new AppendOutcomeUnknown(append[0], new Error('connection lost'));
        return answer;
      }),
      noWait,
    );
    await notebook.write(deed(1));
    await notebook.write(deed(2));
    expect(await rowsNoted()).toEqual([1, 2]);
  });

  it('says so when it cannot write, to everybody who waits, and goes on', async () => {
    let broken = true;
    const notebook = new Notebook(
      withAppend((...append) =>
        broken ? Promise.reject(new StoreUnavailable('disk-full', 'full')) : access.store.append(...append),
      ),
    );
    const answers = await Promise.allSettled([1, 2, 3].map((n) => notebook.write(deed(n))));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    broken = false;
    await notebook.write(deed(4));
    expect(await rowsNoted()).toEqual([4]);
  });

  it('is settled when everything is written, or has failed', async () => {
    const notebook = new Notebook(access.store);
    await notebook.settled();
    for (let n = 0; n < 300; n += 1) void notebook.write(deed(n));
    await notebook.settled();
    expect(await rowsNoted()).toHaveLength(300);
    const broken = new Notebook(withAppend(() => Promise.reject(new StoreUnavailable('disk-full', 'full'))));
    const refused = broken.write(deed(1));
    await broken.settled();
    await expect(refused).rejects.toThrow('full');
  });

  it('gives up when somebody is always faster', async () => {
    const notebook = new Notebook(
      withAppend((stream, expected) => Promise.reject(new AppendConflict(stream, expected, 5n))),
      noWait,
    );
    await expect(notebook.write(deed(1))).rejects.toThrow(AppendConflict);
  });
});
