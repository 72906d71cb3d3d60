import { commitmentCodec, streamName } from '#kept/contracts';
import { decide, instant, type Instant, type MakePromise, unmade, UTC, ZERO } from '#kept/domain';
import { type EventStore, type NewEvent } from '#kept/event-store';
import { randomUUID } from 'node:crypto';

/** Everything is due after this moment, which the clocks of the benches are set to. */
export const BEGINNING = instant(Date.UTC(2030, 0, 1));
const DAY = 86_400_000;
const APPENDS_AT_ONCE = 2_000;

/** So many promises, each with one obligation that is open. @param dueOf when the nth is due, after the beginning */
export async function writeOpenPromises(store: EventStore, count: number, dueOf: (n: number) => number): Promise<void> {
  for (let from = 0; from < count; from += APPENDS_AT_ONCE) {
    const numbers = Array.from({ length: Math.min(APPENDS_AT_ONCE, count - from) }, (_, n) => from + n);
    await Promise.all(
      numbers.map((n) =>
        store.append(streamName('commitment', `k-${String(n).padStart(7, '0')}`), 'no_stream', [
          promised(n, instant(BEGINNING + dueOf(n))),
        ]),
      ),
    );
  }
}

function promised(n: number, due: Instant): NewEvent {
  const moment = { occurredAt: instant(BEGINNING - DAY), recordedAt: instant(BEGINNING - DAY) };
  const command: MakePromise = {
    type: 'MakePromise',
    metadata: moment,
    data: {
      customer: `customer-${n % 20_000}`,
      team: `team-${n % 40}`,
      owner: `owner-${n % 200}`,
      kind: 'repair',
      promised: { due, timeZone: UTC },
      levels: {},
      clarity: 'explicit',
      source: 'company',
      contactMode: 'human-machine',
      terms: { policy: '2030-01', tolerance: ZERO },
      personal: { what: 'the boiler on the second floor' },
    },
  };
  const { type, data, schemaVersion } = commitmentCodec.encode(decide(command, unmade)[0]!);
  const id = randomUUID();
  const named = { correlationId: id, causationId: id, commandId: id, commandFingerprint: id };
  return { id, type, data, metadata: { schemaVersion, actor: { id: 'li.na', role: 'agent' }, ...moment, ...named } };
}
