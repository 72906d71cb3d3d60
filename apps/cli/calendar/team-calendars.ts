import { type CommandMetadata, Ledger, Teams } from '#kept/application';
import { type CalendarEdition, instant, type PinnedEdition, refuse, type Team } from '#kept/domain';
import { inWorkspace } from '#kept/workspace';
import { randomUUID } from 'node:crypto';
import { UsageError } from '../usage-error.js';
import { refresh } from '../use-cases.js';

type Registered = Extract<Team, { status: 'registered' }>;

/** A team, with its calendars as its stream has them. @throws Refusal, NoLedger */
export function teamWith(data: string, id: string): Promise<Registered> {
  return inWorkspace(data, {}, ({ store }) => registered(new Teams(new Ledger(store)), id));
}

/** Publishes an edition: it is in force from now on. @throws Refusal, NoLedger */
export function publish(data: string, id: string, version: string, edition: CalendarEdition): Promise<void> {
  return inWorkspace(data, {}, async (workspace) => {
    const teams = new Teams(new Ledger(workspace.store));
    await registered(teams, id);
    await teams.submit(id, { type: 'PublishCalendar', data: { version, edition } }, byOwner());
    await refresh(workspace);
  });
}

/** The team, if it is one. @throws Refusal */
export async function registered(teams: Teams, id: string): Promise<Registered> {
  const team = await teams.get(id);
  return team.status === 'registered' ? team : refuse('team-unknown', { team: id });
}

/** The edition of that version, or the one in force. @throws Refusal, UsageError */
export function editionOf({ calendars, calendar }: Registered, version = calendar): PinnedEdition {
  if (version === undefined) return refuse('calendar-missing');
  const edition = calendars.get(version);
  if (edition === undefined)
    throw new UsageError(`No calendar “${version}” was published.`, `There are: ${[...calendars.keys()].join(', ')}.`);
  return { version, edition };
}

/** Whoever has the files is the owner. */
export function byOwner(): CommandMetadata {
  const now = instant(Date.now());
  return { commandId: randomUUID(), actor: { id: 'kept', role: 'owner' }, occurredAt: now, recordedAt: now };
}
