import { createPublicKey, verify } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { readReceived, type Received } from './journal.js';
import { type Recorded } from './recorded.js';
import { type KnownKey, type Subscription } from './subscriber.js';

/** Milliseconds after which whoever delivers must have heard that a subscription is over. */
const HEARD_OF_AFTER = 2_000;

/** An event that is to be delivered. */
interface Told {
  id: string;
  position: number;
  customer: string;
}

/** What a trial did: one that did too little has proved nothing. */
export interface Did {
  told: number;
  received: number;
  refused: number;
  repeated: number;
  twoSignatures: number;
  afterTheEnd: number;
}

/** Holds the receiver's journal against what was recorded. */
export function checkDelivery({
  recorded,
  journal,
  subscriptions,
}: {
  recorded: readonly Recorded[];
  journal: string;
  subscriptions: readonly Subscription[];
}) {
  const all = readReceived(journal);
  const wrong = subscriptions.flatMap((subscription) => {
    const received = all.filter(({ path }) => path === subscription.path);
    const told = toldTo(subscription, recorded);
    return [
      ...(subscription.endedAt === undefined ? missing(subscription, told, received) : []),
      ...unknown(told, received),
      ...outOfOrder(subscription, told, received),
      ...received.flatMap((one) => problemsOf(one, subscription)),
    ];
  });
  const taken = all.filter((one) => one.taken);
  const did: Did = {
    told: toldTo(subscriptions[0]!, recorded).length,
    received: taken.length,
    refused: all.length - taken.length,
    repeated: taken.length - new Set(taken.map(({ path, id }) => `${path} ${id}`)).size,
    twoSignatures: all.filter(({ signatures }) => signatures.length === 2).length,
    afterTheEnd: subscriptions.filter(({ endedAt }) => endedAt !== undefined).length,
  };
  return { wrong, did };
}

/** What a ledger has recorded for a subscription since it was opened. */
export function toldTo({ id, types }: Subscription, recorded: readonly Recorded[]): Told[] {
  const opened = recorded.find(({ stream, revision }) => stream === `subscription-${id}` && revision === 0)!;
  const customers = new Map(
    recorded.flatMap(({ stream, revision, data }) =>
      revision === 0 ? [[stream, data['customer'] as string] as const] : [],
    ),
  );
  return recorded
    .filter(({ type, position }) => types.includes(type) && position > opened.position)
    .map(({ id: event, position, stream }) => ({ id: event, position, customer: customers.get(stream)! }));
}

/** What has never come. */
export function missing({ path }: Subscription, told: readonly Told[], received: readonly Received[]): string[] {
  const got = new Set(received.flatMap(({ id, taken }) => (taken ? [id] : [])));
  return told.flatMap(({ id, position }) => (got.has(id) ? [] : [`${path} has never got ${position}, ${id}`]));
}

function unknown(told: readonly Told[], received: readonly Received[]): string[] {
  const byId = new Map(told.map((one) => [one.id, one]));
  return received.flatMap(({ id, body, path }) => {
    const event = JSON.parse(body) as { id: string; position: string; customer: string };
    const right = byId.get(id);
    const isRight = right && event.id === id && Number(event.position) === right.position;
    return isRight && event.customer === right.customer ? [] : [`${path} got ${id}, which is not what it says`];
  });
}

/** The first success of each event comes after those of all before it that are about the same customer. */
function outOfOrder({ path }: Subscription, told: readonly Told[], received: readonly Received[]): string[] {
  const byId = new Map(told.map((one) => [one.id, one]));
  const latest = new Map<string, number>();
  const got = new Set<string>();
  const due = new Map<string, number[]>();
  for (const { customer, position } of told) due.set(customer, [...(due.get(customer) ?? []), position]);
  return received.flatMap(({ id, taken }) => {
    const event = byId.get(id);
    if (!taken || !event || got.has(id)) return [];
    got.add(id);
    const positions = due.get(event.customer)!;
    const expected = positions[latest.get(event.customer) ?? 0];
    latest.set(event.customer, positions.indexOf(event.position) + 1);
    return expected === event.position ? [] : [`${path} got ${event.position} where ${String(expected)} was to come`];
  });
}

function problemsOf(
  { at, id, path, timestamp, signatures, body }: Received,
  { keys, endedAt }: Subscription,
): string[] {
  const live = keys.filter(({ retiresAt }) => retiresAt === undefined || timestamp * 1_000 < retiresAt);
  const isSigned = signatures.every((signature) =>
    live.some((key) => verifies(key, { id, timestamp, body, signature })),
  );
  return [
    ...(isSigned ? [] : [`${path} got ${id} with a signature that no live key has made`]),
    ...(endedAt !== undefined && at > endedAt + HEARD_OF_AFTER ? [`${path} got ${id} after it had ended`] : []),
  ];
}

/** What stands before an Ed25519 public key in SPKI (RFC 8410, §4). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

function verifies(
  { text }: KnownKey,
  { id, timestamp, body, signature }: Pick<Received, 'id' | 'timestamp' | 'body'> & { signature: string },
) {
  if (text.startsWith('whsec_')) return new Webhook(text).sign(id, new Date(timestamp * 1_000), body) === signature;
  const raw = Buffer.from(text.replace('whpk_', ''), 'base64');
  const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
  const bytes = Buffer.from(signature.replace('v1a,', ''), 'base64');
  return signature.startsWith('v1a,') && verify(null, Buffer.from(`${id}.${timestamp}.${body}`), key, bytes);
}
