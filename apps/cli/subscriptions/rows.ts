import { type SealedEarlier, type ShownSigningKey, type ShownSubscription } from '#kept/application';
import { formatInstant, type Instant } from '#kept/domain';
import { type Column } from '../output/formats.js';

export const SUBSCRIPTION_COLUMNS: Column<ShownSubscription>[] = [
  { heading: 'subscription', cell: ({ id }) => id },
  { heading: 'owner', cell: ({ owner }) => owner },
  { heading: 'status', cell: ({ status, failing }) => (failing ? 'failing' : status) },
  { heading: 'url', cell: ({ url, hasQuery }) => (hasQuery ? `${url}?…` : url) },
  { heading: 'types', cell: ({ filter }) => filter.types?.join(', ') ?? 'all' },
  { heading: 'content', cell: ({ content }) => content },
  { heading: 'opened', cell: ({ openedAt }) => formatInstant(openedAt) },
  { heading: 'label', cell: ({ label = '' }) => label },
];

export const SIGNING_KEY_COLUMNS: Column<ShownSigningKey>[] = [
  { heading: 'signing key', cell: ({ id }) => id },
  { heading: 'algorithm', cell: ({ algorithm }) => algorithm },
  { heading: 'state', cell: ({ state }) => state },
  { heading: 'added', cell: ({ addedAt }) => formatInstant(addedAt) },
  { heading: 'retires', cell: ({ retiresAt }) => (retiresAt === undefined ? '' : formatInstant(retiresAt)) },
  { heading: 'public key', cell: ({ publicKey = '' }) => publicKey },
];

export const SEALED_COLUMNS: Column<SealedEarlier>[] = [
  { heading: 'subscription', cell: ({ subscription }) => subscription },
  { heading: 'owner', cell: ({ owner }) => owner },
  { heading: 'of', cell: (sealed) => sealed.of },
  { heading: 'signing key', cell: ({ signingKey = '' }) => signingKey },
  { heading: 'sealed by', cell: ({ sealedBy }) => sealedBy },
];

/** As JSON has it: instants as text, at any depth. */
export function written(value: unknown, name = ''): unknown {
  if (typeof value === 'number' && (name.endsWith('At') || name === 'since')) return formatInstant(value as Instant);
  if (Array.isArray(value)) return value.map((one) => written(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, written(one, key)]));
}
