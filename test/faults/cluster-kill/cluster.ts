import { type Places } from '#kept/workspace';
import { freePort, type ServerProcess, startServerProcess } from '../../support/server-process.js';

export interface ClusterPlan {
  data: string;
  places: Places;
  /** Of the subscriptions: all of them must have the same. */
  secretsKey: string;
  /** How many of each there are. */
  apis: number;
  workers: number;
  node?: readonly string[];
}

interface Member {
  role: 'api' | 'worker';
  port: number;
  process: ServerProcess;
}

/** Servers of one ledger, each a process of its own, of which any may be killed at any moment. */
export class Cluster {
  readonly #members: Member[] = [];

  private constructor(private readonly plan: ClusterPlan) {}

  static async start(plan: ClusterPlan): Promise<Cluster> {
    const cluster = new Cluster(plan);
    const roles = [
      ...Array.from({ length: plan.apis }, () => 'api' as const),
      ...Array.from({ length: plan.workers }, () => 'worker' as const),
    ];
    for (const role of roles) {
      const port = await freePort();
      cluster.#members.push({ role, port, process: await cluster.#process(role, port) });
    }
    return cluster;
  }

  /** Where requests are answered. */
  get addresses(): string[] {
    return this.#members.filter(({ role }) => role === 'api').map(({ port }) => `http://127.0.0.1:${port}`);
  }

  get size(): number {
    return this.#members.length;
  }

  /** Kills one of them, and starts another in its place. @returns what it was */
  async kill(index: number): Promise<Member['role']> {
    const member = this.#members[index]!;
    member.process.signal('SIGKILL');
    await member.process.ended;
    member.process = await this.#process(member.role, member.port);
    return member.role;
  }

  /** Asks all of them to stop. @throws where one of them does not end as it should */
  async stop(): Promise<void> {
    for (const { process } of this.#members) process.signal('SIGTERM');
    for (const { process, role } of this.#members) {
      const { code } = await process.ended;
      if (code !== 0) throw new Error(`the ${role} ended with ${String(code)}: ${process.said()}`);
    }
  }

  abandon(): void {
    for (const { process } of this.#members) process.signal('SIGKILL');
  }

  #process(role: Member['role'], port: number): Promise<ServerProcess> {
    const { data, places, secretsKey, node } = this.plan;
    const environment = {
      KEPT_ROLE: role,
      KEPT_EVENT_STORE: places.eventStore,
      KEPT_READ_MODEL: places.readModel,
      KEPT_SECRETS_KEY: secretsKey,
      KEPT_DELIVERY_ALLOW: '127.0.0.1',
    };
    return startServerProcess({ data, port, environment, ...(node && { node }) });
  }
}
