import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { testPostgres } from '../../test/support/postgres/shared.js';
import { DatabaseUnavailable } from './errors.js';
import { openSession, type Session } from './session.js';

const postgres = await testPostgres();

/** Passes everything on to the server, until it passes on nothing any more and says nothing. */
class Wire {
  readonly #server: Server;
  readonly #sockets: Socket[] = [];

  constructor(to: URL) {
    this.#server = createServer((socket) => {
      const beyond = connect(Number(to.port), to.hostname);
      this.#sockets.push(socket, beyond);
      for (const end of this.#sockets) end.on('error', () => end.destroy());
      socket.pipe(beyond).pipe(socket);
    });
  }

  async listen(): Promise<number> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return (this.#server.address() as { port: number }).port;
  }

  goSilent(): void {
    for (const end of this.#sockets) end.unpipe().pause();
  }

  close(): void {
    for (const end of this.#sockets) end.destroy();
    this.#server.close();
  }
}

const TRY = 'select pg_try_advisory_lock($1::int) as got';

('url' in postgres ? describe : describe.skip)('a session', () => {
  const url = 'url' in postgres ? postgres.url : '';
  let said: unknown[];
  const sessions: Session[] = [];
  const opened = async (at = url, patience?: number): Promise<Session> => {
    const lost = (error: unknown): void => void said.push(error);
    const session = await openSession(at, { lost, ...(patience !== undefined && { patience }) });
    sessions.push(session);
    return session;
  };
  const pidOf = async (session: Session): Promise<number> => {
    const [row] = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
    return row!.pid;
  };

  beforeEach(() => {
    said = [];
  });
  afterEach(async () => {
    await Promise.all(sessions.splice(0).map((session) => session.close()));
  });

  it('keeps its locks until it is closed, and says nothing of that', async () => {
    const [one, other] = [await opened(), await opened()];
    expect(await one.query(TRY, [7])).toEqual([{ got: true }]);
    expect(await other.query(TRY, [7])).toEqual([{ got: false }]);
    await one.close();
    await one.close();
    // The server may take a moment to notice.
    while (!(await other.query<{ got: boolean }>(TRY, [7]))[0]!.got);
    expect(said).toEqual([]);
    await expect(one.query('select 1')).rejects.toThrow(DatabaseUnavailable);
  });

  it('answers questions one after the other, and outlives one that is wrong', async () => {
    const session = await opened();
    const answers = [1, 2, 3].map((n) => session.query('select $1::bigint as n', [n]));
    await expect(session.query('select nothing')).rejects.toMatchObject({ code: '42703' });
    expect(await Promise.all(answers)).toEqual([1, 2, 3].map((n) => [{ n }]));
    expect(said).toEqual([]);
  });

  it('says once that it is lost, whether somebody was asking or not', async () => {
    const killer = await opened();
    const [idle, asking] = [await opened(), await opened()];
    const pids = [await pidOf(idle), await pidOf(asking)];
    const asked = asking.query('select pg_sleep(3)');
    for (const pid of pids) await killer.query('select pg_terminate_backend($1)', [pid]);
    await expect(asked).rejects.toThrow(DatabaseUnavailable);
    await expect(idle.query('select 1')).rejects.toThrow(DatabaseUnavailable);
    expect(said).toHaveLength(2);
    expect(said[0]).toBeInstanceOf(DatabaseUnavailable);
    await idle.close();
    expect(said).toHaveLength(2);
  });

  it('gives up a server that says nothing any more', async () => {
    const wire = new Wire(new URL(url));
    try {
      const through = new URL(url);
      through.port = String(await wire.listen());
      const [asking, closing] = [await opened(through.href, 100), await opened(through.href, 100)];
      wire.goSilent();
      await expect(asking.query('select 1')).rejects.toThrow(/cannot be reached/);
      expect(said).toHaveLength(1);
      await closing.close();
      expect(said).toHaveLength(1);
    } finally {
      wire.close();
    }
  });

  it('that cannot be opened is told of by the error alone, and not how it would connect', async () => {
    const error: unknown = await opened('postgres://kept:s3cret@127.0.0.1:1/ledger').catch(
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(said).toEqual([]);
    const session = await opened(url.replace('kept@', 'kept:s3cret@'));
    for (const shown of [error, session])
      expect(inspect(shown, { depth: 20, showHidden: true })).not.toContain('s3cret');
  });
});
