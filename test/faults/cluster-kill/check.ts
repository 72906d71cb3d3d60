import { type Recorded } from '../delivery-kill/recorded.js';
import { type Acknowledged } from './team.js';

/** What is wrong with what several servers have recorded: nothing, if they are as good as one. */
export function checkRecorded(recorded: readonly Recorded[], acknowledged: readonly Acknowledged[]): string[] {
  return [...lost(recorded, acknowledged), ...doubled(recorded), ...breaches(recorded)];
}

function lost(recorded: readonly Recorded[], acknowledged: readonly Acknowledged[]): string[] {
  const there = new Map(recorded.map(({ id, stream }) => [id, stream]));
  return acknowledged.flatMap(({ commitment, entries }) =>
    entries.flatMap((entry) =>
      there.get(entry) === `commitment-${commitment}` ? [] : [`${entry} of ${commitment} was acknowledged and is lost`],
    ),
  );
}

/** An id that stands in the ledger twice, or a promise that was made twice. */
function doubled(recorded: readonly Recorded[]): string[] {
  const seen = new Set<string>();
  return recorded.flatMap(({ id, stream, type, revision }) => {
    const names = [id, ...(revision === 0 ? [stream] : [])];
    const again = names.filter((name) => seen.has(name));
    for (const name of names) seen.add(name);
    return again.map((name) => `${name}, ${type}, is recorded twice`);
  });
}

/** Each deadline is declared missed once, and only as long as nobody took that back; what was missed is declared. */
function breaches(recorded: readonly Recorded[]): string[] {
  const wrong: string[] = [];
  const declared = new Map<string, Recorded>();
  const fulfilled = new Set(recorded.flatMap(({ type, stream }) => (type === 'PromiseFulfilled' ? [stream] : [])));
  for (const event of recorded) {
    const key = `${event.stream} ${JSON.stringify([event.data['obligation'], event.data['deadline']])}`;
    if (event.type === 'BreachDeclared') {
      if (declared.has(key)) wrong.push(`${key} is declared again at ${event.position}`);
      declared.set(key, event);
    }
    if (event.type === 'BreachRetracted' && !declared.delete(key))
      wrong.push(`${key} is retracted, and never was declared`);
  }
  for (const { stream, type } of recorded)
    if (
      type === 'PromiseMade' &&
      !fulfilled.has(stream) &&
      ![...declared.values()].some((one) => one.stream === stream)
    )
      wrong.push(`${stream} was not kept, and nobody has said so`);
  return wrong;
}
