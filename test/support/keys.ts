import { Keys } from '#kept/application';
import { type Grant, GRANTS, instant, mayAsk, type Role, type Scope } from '#kept/domain';
import { randomUUID } from 'node:crypto';
import { type RunningServer } from '../../apps/server/server.js';

/** Whose key it is to be. */
export interface Holder {
  principal?: string;
  teams?: readonly string[] | 'all';
  grants?: readonly Grant[];
}

const BOUND: readonly Role[] = ['agent', 'supervisor', 'integration'];
let holders = 0;

/** A new key for somebody in a role; of team `north` if nothing else is said and the role needs one. */
export async function keyFor(
  { app }: Pick<RunningServer, 'app'>,
  role: Role,
  {
    principal = `${role}-${(holders += 1)}`,
    teams = BOUND.includes(role) ? ['north'] : 'all',
    grants = [],
  }: Holder = {},
): Promise<{ key: string; text: string }> {
  const now = instant(Date.now());
  const { key, text } = await app
    .get(Keys)
    .issue(
      { principal, role, teams, grants },
      { commandId: randomUUID(), actor: { id: 'tester', role: 'admin' }, occurredAt: now, recordedAt: now },
    );
  return { key, text: text! };
}

/**
 * The keys of somebody who has every role, and acts for every team they name: for tests that are about something else
 * than access.
 */
export class KeysOfEveryRole {
  readonly #keys = new Map<Role, Promise<{ key: string; text: string }>>();
  readonly #teams = new Set(['north']);

  constructor(private readonly running: RunningServer) {}

  /** The header that a request wants. */
  async headersFor(method: string, path: string, body: unknown): Promise<Record<string, string>> {
    const role = this.#roleFor(method, path.split('?', 1)[0]!);
    if (!role) return {};
    for (const team of teamsIn(path, body)) await this.#actFor(team);
    return { authorization: `Bearer ${(await this.#keyOf(role)).text}` };
  }

  #roleFor(method: string, path: string): Role | undefined {
    const route = this.running.routes.find((each) => each.method === method && matches(each.url, path));
    const action = route?.rule.action;
    if (action === undefined || action === 'public') return undefined;
    const roles: Role[] = ['supervisor', 'admin', 'auditor', 'integration'];
    return roles.find((role) => mayAsk({ id: '', ...this.#scopeOf(role) }, action).may);
  }

  #scopeOf(role: Role): Scope {
    const grants = GRANTS.filter((grant) => (grant === 'forget-customers') === (role === 'supervisor'));
    return role === 'supervisor' || role === 'integration'
      ? { role, teams: role === 'integration' ? 'all' : [...this.#teams], grants }
      : { role, teams: 'all', grants: [] };
  }

  #keyOf(role: Role): Promise<{ key: string; text: string }> {
    const known = this.#keys.get(role);
    if (known) return known;
    const made = keyFor(this.running, role, { principal: `tester-${role}`, ...this.#scopeOf(role) });
    this.#keys.set(role, made);
    return made;
  }

  async #actFor(team: string): Promise<void> {
    if (this.#teams.has(team)) return;
    this.#teams.add(team);
    const old = this.#keys.get('supervisor');
    this.#keys.delete('supervisor');
    if (!old) return;
    const now = instant(Date.now());
    const by = { commandId: randomUUID(), actor: { id: 'tester', role: 'admin' }, occurredAt: now, recordedAt: now };
    await this.running.app.get(Keys).revoke((await old).key, undefined, by);
  }
}

function matches(pattern: string, path: string): boolean {
  const escaped = pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+');
  return new RegExp(`^${escaped}$`).test(path);
}

/** Every team that a request names: in its path, its query, its body, or the lines of its body. */
function teamsIn(path: string, body: unknown): string[] {
  const inPath = [/\/teams\/([^/?]+)/, /[?&]team=([^&]+)/].flatMap((place) => place.exec(path)?.[1] ?? []);
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  const inBody = [...text.matchAll(/"team":("(?:[^"\\]|\\.)*")/g)].map(([, quoted]) => JSON.parse(quoted!) as string);
  return [...inPath.flatMap(decoded), ...inBody].filter((team) => team.trim() !== '' && team.trim() === team);
}

function decoded(part: string): string[] {
  try {
    return [decodeURIComponent(part)];
  } catch {
    return [];
  }
}
