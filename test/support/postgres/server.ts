import { execFile, spawn } from 'node:child_process';
import { chownSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../free-port.js';
import { type Binaries, findBinaries } from './binaries.js';
import { processorTimeOf } from './processor-time.js';

/** A PostgreSQL of its own: on a free port of the loopback, in a new directory, run by an unprivileged user. */
export interface PostgresServer {
  url: string;
  /** Ends it at once, as a crash would, and whoever is connected loses the connection. */
  crash(): Promise<void>;
  /** Starts it again where it was. */
  start(): Promise<void>;
  /** Milliseconds of processor time it has taken in all its processes; `undefined` where that cannot be told. */
  processorTime(): Promise<number | undefined>;
  /** Ends it and removes its directory. */
  remove(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Where the binaries are; default: those that are shipped, or installed. */
  binaries?: string | undefined;
  /** Settings beyond, or instead of, those for a server that only tests use. */
  settings?: Readonly<Record<string, string>>;
  /** An empty directory to be in; default: a new one. It is removed with the server. */
  directory?: string;
  /** The process after whose end the server is ended and removed, however that came; default: this one. */
  owner?: number;
}

/** Nothing in it has to outlive the machine. */
const FOR_TESTS = { fsync: 'off', full_page_writes: 'off', shared_buffers: '64MB', max_connections: '200' };

const run = promisify(execFile);

/** @throws where there is no PostgreSQL, or it does not start; says why */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const { binaries, settings = FOR_TESTS, owner = process.pid } = options;
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'kept-postgres-')));
  keep(directory, owner);
  try {
    const found = await findBinaries(directory, binaries);
    if (found.as.uid !== undefined) chownSync(directory, found.as.uid, found.as.gid!);
    const server = new Server(found, directory, await freePort(), settings);
    await server.create();
    await server.start();
    return server;
  } catch (error) {
    if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

class Server implements PostgresServer {
  readonly url: string;
  readonly #data: string;

  constructor(
    private readonly binaries: Binaries,
    private readonly directory: string,
    private readonly port: number,
    private readonly settings: Readonly<Record<string, string>>,
  ) {
    this.#data = join(directory, 'data');
    this.url = `postgres://kept@127.0.0.1:${port}/postgres`;
  }

  async create(): Promise<void> {
    // In the order of a language, as the databases of people are.
    const order = ['--locale=C', '--locale-provider=icu', '--icu-locale=en-US'];
    const settled = ['--auth=trust', '--username=kept', '--encoding=UTF8', '--no-sync', ...order];
    await this.#run('initdb', ['-D', this.#data, ...settled]);
  }

  async start(): Promise<void> {
    const settings = { ...this.settings, port: String(this.port), unix_socket_directories: '' };
    const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
    await this.#control('start', '-l', join(this.directory, 'log'), '-o', flags.join(' '));
  }

  async crash(): Promise<void> {
    await this.#control('stop', '-m', 'immediate');
  }

  async processorTime(): Promise<number | undefined> {
    const pid = await readFile(join(this.#data, 'postmaster.pid'), 'utf8');
    return processorTimeOf(Number(pid.split('\n')[0]));
  }

  async remove(): Promise<void> {
    await this.crash().catch(() => undefined);
    await rm(this.directory, { recursive: true, force: true });
  }

  async #control(action: string, ...more: string[]): Promise<void> {
    try {
      await this.#run('pg_ctl', [action, '-D', this.#data, '-w', '-t', '60', ...more]);
    } catch (error) {
      const log = await readFile(join(this.directory, 'log'), 'utf8').catch(() => '');
      throw new Error(`PostgreSQL did not ${action}: ${log.slice(-2_000)}`, { cause: error });
    }
  }

  async #run(name: string, options: readonly string[]): Promise<void> {
    const { directory, as } = this.binaries;
    await run(join(directory, name), options, {
      ...as,
      cwd: this.directory,
      env: { LC_ALL: 'C', PATH: process.env['PATH'] },
    });
  }
}

/** Waits for the end of a process, ends the server, waits a little for that, and removes what it leaves. */
const KEEPER = `
  while kill -0 "$1" 2>/dev/null; do sleep 1; done
  pid=$(head -n 1 "$2/data/postmaster.pid" 2>/dev/null)
  if [ -n "$pid" ]; then
    kill -QUIT "$pid"
    for n in 1 2 3 4 5; do kill -0 "$pid" 2>/dev/null && sleep 1; done
  fi
  rm -rf "$2"`;

/** Somebody who outlives this process: tests may be killed, and a server that is left behind is nobody's. */
function keep(directory: string, owner: number): void {
  spawn('sh', ['-c', KEEPER, 'keeper', String(owner), directory], { detached: true, stdio: 'ignore' }).unref();
}
