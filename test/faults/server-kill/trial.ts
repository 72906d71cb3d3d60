import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { random } from '../../support/random.js';
import { built, freePort, issueKeys, type ServerProcess, startServerProcess } from '../../support/server-process.js';
import { type LoadOrder, type LoadReport, type LoadWord } from './load-order.js';
import { TEAMS } from './requests.js';

export interface TrialPlan {
  /** Where everything goes: the ledger, the read model, the journal. */
  directory: string;
  clients: number;
  /** At least: after the last kill the clients work on for a while, too. */
  seconds: number;
  /** At least, too: the trial of a machine that is busy with other things takes longer. */
  answers: number;
  kills: number;
  seed: number;
  /** Loaded before the server: a mutant. */
  before?: string;
}

/** A trial that is over: its data directory is closed. */
export interface Trial {
  data: string;
  journal: string;
  kills: number;
}

/** A server that has answered so often since it started is worth killing. */
const ANSWERS_BEFORE_A_KILL = 150;

/** Lets clients work with a server that is killed and started again under their hands. */
export async function tryServer(plan: TrialPlan): Promise<Trial> {
  const { directory, clients, seconds, answers, kills, seed, before } = plan;
  const [data, journal] = [join(directory, 'data'), join(directory, 'journal.ndjson')];
  mkdirSync(data, { recursive: true });
  const keys = await issueKeys(data, TEAMS);
  const port = await freePort();
  const node = before === undefined ? [] : ['--import', pathToFileURL(built(before)).href];
  const start = (): Promise<ServerProcess> => startServerProcess({ data, port, node });

  let server = await start();
  const load = new Load({ address: server.address, keys, journal, clients, seed });
  /** A server that ends by itself ends the trial. */
  const meanwhile = (work: Promise<void>): Promise<void> => Promise.race([work, fallen(server)]);
  try {
    await meanwhile(load.begun);
    const next = random(seed);
    const began = performance.now();
    for (let kill = 1; kill <= kills; kill += 1) {
      // One in every part of the time, anywhere in its middle.
      const moment = (seconds * 1_000 * (kill - 1 + 0.25 + next() * 0.5)) / kills;
      await meanwhile(load.answered(ANSWERS_BEFORE_A_KILL, began + moment));
      await meanwhile(load.warn(kill));
      server.signal('SIGKILL');
      const { signal, code } = await server.ended;
      if (signal !== 'SIGKILL') throw new Error(`the server was not killed; it ended with ${String(code)}`);
      server = await start();
    }
    const left = Math.max(ANSWERS_BEFORE_A_KILL, answers - load.answers);
    await meanwhile(load.answered(left, began + seconds * 1_000));
    await meanwhile(load.end());
    server.signal('SIGTERM');
    const { code } = await server.ended;
    if (code !== 0) throw new Error(`the server was asked to stop and ended with ${String(code)}: ${server.said()}`);
  } finally {
    server.signal('SIGKILL');
    load.abandon();
  }
  return { data, journal, kills };
}

async function fallen(server: ServerProcess): Promise<never> {
  const { code, signal } = await server.ended;
  throw new Error(`the server ended by itself with ${String(code ?? signal)}: ${server.said()}`);
}

/** The clients, in a process of their own. */
class Load {
  readonly #child;
  readonly #ended: Promise<void>;
  readonly begun: Promise<void>;
  answers = 0;
  #heard = new Set<(said: LoadReport) => void>();

  constructor(order: LoadOrder) {
    this.#child = fork(built('test/faults/server-kill/load.js'), [JSON.stringify(order)], { execArgv: [] });
    this.#child.on('message', (said: LoadReport) => {
      if (typeof said === 'object' && 'answers' in said) this.answers = said.answers;
      for (const hear of [...this.#heard]) hear(said);
    });
    this.#ended = once(this.#child, 'exit').then(([code]) => {
      if (code !== 0) throw new Error(`the clients ended with ${String(code)}`);
    });
    this.begun = this.#until((said) => said === 'begun');
  }

  /** So many more answers have come, and it is not before that moment. */
  async answered(more: number, moment: number): Promise<void> {
    const enough = this.answers + more;
    await this.#until(() => this.answers >= enough && performance.now() >= moment);
  }

  async end(): Promise<void> {
    const done = this.#until((said) => said === 'done');
    this.#child.send('enough' satisfies LoadWord);
    await done;
    await this.#ended;
  }

  abandon(): void {
    this.#child.kill('SIGKILL');
  }

  /** What is lost from now on is that kill's. */
  async warn(kill: number): Promise<void> {
    const warned = this.#until((said) => typeof said === 'object' && 'warned' in said && said.warned === kill);
    this.#child.send({ kill } satisfies LoadWord);
    await warned;
  }

  #until(holds: (said: LoadReport) => boolean): Promise<void> {
    const heard = new Promise<void>((resolve) => {
      const hear = (said: LoadReport): void => {
        if (!holds(said)) return;
        this.#heard.delete(hear);
        resolve();
      };
      this.#heard.add(hear);
    });
    const ended = this.#ended.then(() => {
      throw new Error('the clients ended before their time');
    });
    return Promise.race([heard, ended]);
  }
}
