import { streamName } from '#kept/contracts';
import { type Duration, type NewSigningKey, type SignatureAlgorithm, type SubscriptionCommand } from '#kept/domain';
import { type EventStore } from '#kept/event-store';
import { type CommandMetadata, fingerprintOf, type Ledger, submitOne, subscriptions } from '../ledger/index.js';
import { type SecretBox } from './secret-box.js';
import { mintSecret, signingKeyId } from './signing-secret.js';

/** A signing key that was made. */
export interface SigningKeyMade {
  id: string;
  algorithm: SignatureAlgorithm;
  /** Of an HMAC, `whsec_…`: shown now and never again. Absent where the command was given before. */
  secret?: string;
  /** Of Ed25519, `whpk_…`: what receivers verify with. */
  publicKey?: string;
  /** Whether the command was given before. */
  isRepeated: boolean;
}

/** A key as it is recorded, and what is shown of it once. */
export interface MintedKey {
  key: NewSigningKey;
  shown?: string;
}

/** A command as it was asked for: what was made up meanwhile is not part of it. */
interface Asked<Data> {
  type: string;
  data: Data;
  metadata: CommandMetadata;
}

/** Makes the keys that deliveries are signed with, and shows each secret once. */
export class Signing {
  constructor(
    private readonly store: EventStore,
    private readonly ledger: Ledger,
    private readonly box: SecretBox,
  ) {}

  /** Nothing of it is recorded yet. @throws SecretsKeyProblem */
  mint(subscription: string, algorithm: SignatureAlgorithm, commandId: string): MintedKey {
    const id = signingKeyId(commandId);
    const { secret, shown, publicKey } = mintSecret(algorithm);
    const sealed = this.box.seal(secret, purposeOf(subscription, id));
    return {
      key: { id, algorithm, sealed, ...(publicKey !== undefined && { publicKey }) },
      ...(shown !== undefined && { shown }),
    };
  }

  add(subscription: string, minted: MintedKey, { metadata, ...asked }: Asked<object>): Promise<SigningKeyMade> {
    const command = { type: 'AddSigningKey', data: { key: minted.key }, metadata } as const;
    return this.submit(subscription, command, minted, toldApart(metadata, asked));
  }

  rotate(
    subscription: string,
    minted: MintedKey,
    { metadata, ...asked }: Asked<{ key: string; overlap?: Duration }>,
  ): Promise<SigningKeyMade> {
    const { algorithm: _, ...successor } = minted.key;
    const command = { type: 'RotateSigningKey', data: { ...asked.data, successor }, metadata } as const;
    return this.submit(subscription, command, minted, toldApart(metadata, asked));
  }

  /**
   * Records a key, and answers with its secret if it is the one that was written.
   * @param metadata with the fingerprint of what was asked: given again, it is the same, though another secret was minted
   */
  async submit(
    subscription: string,
    command: SubscriptionCommand,
    { key: { id, sealed }, shown }: MintedKey,
    metadata: CommandMetadata,
  ): Promise<SigningKeyMade> {
    const receipt = await submitOne(this.ledger, subscriptions, subscription, command, metadata);
    const { data } = await this.written(subscription, receipt.revision);
    const { algorithm, publicKey, sealed: stands } = data as unknown as KeyData;
    // Two that give the same command at the same time both hear that it is recorded, for the store compares the ids of
    // events and not what they say: only one of the secrets is.
    const isThis = receipt.outcome === 'recorded' && stands.secret === sealed;
    // What was decided is not what was written: nothing remembered may say otherwise.
    if (receipt.outcome === 'recorded' && !isThis) this.ledger.forget();
    return {
      ...{ id, algorithm, isRepeated: !isThis },
      ...(isThis && shown !== undefined && { secret: shown }),
      ...(publicKey !== undefined && { publicKey }),
    };
  }

  /** @throws SecretsKeyProblem */
  opened(subscription: string, { id, sealed }: { id: string; sealed: string }): Buffer {
    return this.box.open(sealed, purposeOf(subscription, id));
  }

  /** The event of a key, which is the last of its command. */
  private async written(subscription: string, revision: bigint): Promise<{ data: object }> {
    for await (const page of this.store.readStream(streamName('subscription', subscription), {
      from: revision,
      to: revision,
    }))
      if (page[0]) return page[0];
    throw new Error(`subscription ${subscription} has no revision ${revision}`);
  }
}

interface KeyData {
  algorithm: SignatureAlgorithm;
  publicKey?: string;
  sealed: { secret: string };
}

const purposeOf = (subscription: string, key: string): string => `subscription ${subscription}, signing key ${key}`;

function toldApart(metadata: CommandMetadata, asked: { type: string; data: object }): CommandMetadata {
  return { ...metadata, fingerprint: metadata.fingerprint ?? fingerprintOf({ ...asked, metadata }) };
}
