import { type Keys } from '#kept/application';
import { instant } from '#kept/domain';
import { randomUUID } from 'node:crypto';

const PRINCIPAL = 'demo';
const DAY = 86_400_000;

/** A key to look at everything with, for a day. Each start makes one, and revokes those before it: nobody noted them. */
export async function demoKey(keys: Keys): Promise<string> {
  const now = instant(Date.now());
  const by = () => ({
    commandId: randomUUID(),
    actor: { id: PRINCIPAL, role: 'demo' },
    occurredAt: now,
    recordedAt: now,
  });
  for (const { id, principal, state } of await keys.list(now))
    if (principal === PRINCIPAL && state === 'live') await keys.revoke(id, undefined, by());
  const scope = { role: 'auditor', teams: 'all', grants: [] } as const;
  const { text } = await keys.issue({ principal: PRINCIPAL, ...scope, expiresAt: instant(now + DAY) }, by());
  return text!;
}
