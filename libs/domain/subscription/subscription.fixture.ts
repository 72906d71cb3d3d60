import { duration, type Instant, instant } from '../time/index.js';
import {
  decideSubscription,
  evolveSubscription,
  type NewSigningKey,
  type OpenSubscription,
  type Replay,
  type Subscription,
  type SubscriptionCommand,
  type SubscriptionEvent,
  unopened,
} from './index.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Hours after the beginning of time. */
export const hour = (hours: number): Instant => instant(hours * HOUR);

export const PUBLIC_KEY = `whpk_${'A'.repeat(43)}=`;
export const [A, B, C, D, E] = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd', 'eeeeeeee'] as const;
export const hmac = (id: string): NewSigningKey => ({ id, algorithm: 'hmac-sha256', sealed: `v1.${id}` });
export const ed25519 = (id: string): NewSigningKey => ({
  ...{ id, algorithm: 'ed25519', sealed: `v1.${id}` },
  publicKey: PUBLIC_KEY,
});

/** A command at an hour. */
type Said<Type extends SubscriptionCommand['type']> = Extract<SubscriptionCommand, { type: Type }>['data'];
export function say<Type extends SubscriptionCommand['type']>(
  type: Type,
  data: Said<Type>,
  at: Instant = hour(1),
): SubscriptionCommand {
  return { type, data, metadata: { occurredAt: at, recordedAt: at } } as SubscriptionCommand;
}

export const open = (more: Partial<OpenSubscription['data']> = {}): SubscriptionCommand =>
  say(
    'OpenSubscription',
    {
      ...{ owner: 'crm', teams: ['north', 'south'], endpoint: { url: 'https://crm.example.com/hooks' } },
      ...{ filter: {}, content: 'thin', key: hmac(A), ...more },
    },
    hour(0),
  );
export const pause = say('PauseSubscription', { reason: 'maintenance' }, hour(1));
export const resume = say('ResumeSubscription', {}, hour(2));
export const end = say('EndSubscription', { reason: 'replaced' }, hour(9));
export const failing = say('ReportFailing', { since: hour(1), disablesAt: hour(121) }, hour(3));
export const recovered = say('ReportRecovered', {}, hour(4));
export const disable = say('DisableSubscription', { because: 'failing' }, hour(5));
export const rotate = (key: string, successor: string, overlap?: number, at = hour(1)): SubscriptionCommand =>
  say(
    'RotateSigningKey',
    { key, successor: hmac(successor), ...(overlap !== undefined && { overlap: duration(overlap) }) },
    at,
  );
export const revoke = (key: string, at = hour(2)): SubscriptionCommand => say('RevokeSigningKey', { key }, at);
export const replay = (what: Replay): SubscriptionCommand => say('RequestReplay', { replay: what });

/** A subscription after commands, none of which is refused, and everything they have added. */
export function after(...commands: SubscriptionCommand[]): { state: Subscription; events: SubscriptionEvent[] } {
  const events: SubscriptionEvent[] = [];
  let state = unopened;
  for (const command of commands)
    for (const event of decideSubscription(command, state)) {
      const place = { id: `e-${events.length}`, revision: events.length };
      state = evolveSubscription(state, { ...event, ...command.metadata, ...place });
      events.push(event);
    }
  return { state, events };
}

/** What the last of some commands adds. */
export function adds(...commands: SubscriptionCommand[]): SubscriptionEvent[] {
  return decideSubscription(commands.at(-1)!, after(...commands.slice(0, -1)).state);
}
