import { identifier, oneOf, optional } from '../check.js';
import { refuse } from '../refusal.js';
import { type Duration, duration, type Instant, later } from '../time/index.js';
import {
  type AddSigningKey,
  type RevokeSigningKey,
  type RotateSigningKey,
  type SigningKeyCommand,
} from './commands.js';
import { type SigningKeyAdded, type SigningKeyRevoked, type SigningKeyRotated } from './events.js';
import { type KnownSubscription, type NewSigningKey, SIGNATURES, type SigningKey, signs } from './subscription.js';

/** As many keys may sign at one time: two kinds of signature, each with its successor. */
export const LIVE_SIGNING_KEYS = 4;

const HOUR = 3_600_000;

/** How long a key goes on signing after its successor was made, where nobody says otherwise. */
export const USUAL_OVERLAP = duration(24 * HOUR);
/** A secret that was let out must not sign for ever. */
export const LONGEST_OVERLAP = duration(7 * 24 * HOUR);

/** What a command adds to the keys of a subscription. @throws Refusal */
export function decideSigningKeys(
  command: SigningKeyCommand,
  { keys }: Pick<KnownSubscription, 'keys'>,
  now: Instant,
): (SigningKeyAdded | SigningKeyRotated | SigningKeyRevoked)[] {
  switch (command.type) {
    case 'AddSigningKey':
      return [added(command.data, keys, now)];
    case 'RotateSigningKey':
      return [rotated(command.data, keys, now)];
    case 'RevokeSigningKey':
      return revoked(command.data, keys);
  }
}

type Keys = KnownSubscription['keys'];

function added({ key }: AddSigningKey['data'], keys: Keys, now: Instant): SigningKeyAdded {
  mustHaveRoom(keys, now);
  const { id, ...made } = newKey(key, keys);
  return { type: 'SigningKeyAdded', data: { key: id, ...made } };
}

/** The successor signs as the first does: receivers verify one kind of signature, and must not lose it. */
function rotated({ key, successor, overlap }: RotateSigningKey['data'], keys: Keys, now: Instant): SigningKeyRotated {
  const { algorithm, retiresAt: retires, revokedAt } = mustKnow(keys, key);
  if (revokedAt !== undefined || retires !== undefined) refuse('signing-key-succeeded', { key });
  mustHaveRoom(keys, now);
  const { id, ...made } = newKey({ ...successor, algorithm }, keys);
  const retiresAt = later(now, checkedOverlap(overlap));
  return { type: 'SigningKeyRotated', data: { key, successor: id, ...made, retiresAt } };
}

function revoked({ key, reason }: RevokeSigningKey['data'], keys: Keys): SigningKeyRevoked[] {
  if (mustKnow(keys, key).revokedAt !== undefined) return [];
  const left = [...keys.values()].filter(({ id, retiresAt, revokedAt }) => id !== key && !retiresAt && !revokedAt);
  if (left.length === 0) refuse('signing-key-last', { key });
  return [{ type: 'SigningKeyRevoked', data: { key, ...optional('reason', reason, identifier) } }];
}

const KEY = /^[a-z2-7]{8}$/;
const PUBLIC_KEY = /^whpk_[A-Za-z0-9+/]{43}=$/;

function newKey({ id, algorithm, sealed, publicKey }: NewSigningKey, keys: Keys) {
  if (!KEY.test(id)) refuse('text-malformed', { field: 'key' });
  if (keys.has(id)) refuse('signing-key-exists', { key: id });
  oneOf(algorithm, SIGNATURES, 'algorithm');
  // Those who verify `v1a` need the public half, and an HMAC has none.
  if (algorithm === 'ed25519' ? !PUBLIC_KEY.test(publicKey ?? '') : publicKey !== undefined)
    refuse('text-malformed', { field: 'publicKey' });
  return {
    ...{ id, algorithm, sealed: { secret: sealedText(sealed, 'secret') } },
    ...(publicKey !== undefined && { publicKey }),
  };
}

const SEALED = /^[A-Za-z0-9._~-]{1,8000}$/;

/** A text that was encrypted: what it says nobody here can tell. @throws Refusal */
export function sealedText(text: string, field: string): string {
  return SEALED.test(text) ? text : refuse('text-malformed', { field });
}

function mustKnow(keys: Keys, key: string): SigningKey {
  return keys.get(key) ?? refuse('signing-key-unknown', { key: key.slice(0, 80) });
}

function mustHaveRoom(keys: Keys, now: Instant): void {
  const live = [...keys.values()].filter((key) => signs(key, now));
  if (live.length >= LIVE_SIGNING_KEYS)
    refuse('signing-keys-too-many', { most: LIVE_SIGNING_KEYS, keys: live.map(({ id }) => id).join(', ') });
}

function checkedOverlap(overlap: Duration = USUAL_OVERLAP): Duration {
  if (duration(overlap, 'overlap') > LONGEST_OVERLAP) refuse('overlap-too-long', { field: 'overlap', longest: 'P7D' });
  return overlap;
}
