import { type ShownSigningKey, type ShownSubscription, type SigningKeyMade } from '#kept/application';
import { type DeliveryStatus } from '#kept/delivery';
import { CONTENTS, formatInstant, type Scope, SIGNATURES } from '#kept/domain';
import { ApiProperty } from '@nestjs/swagger';
import {
  ShownCount,
  ShownFlag,
  ShownList,
  ShownMoment,
  ShownPart,
  ShownPosition,
  ShownText,
  ShownWord,
} from '../http/answer-fields.js';
import { given } from '../http/given.js';
import { EventFilterBody } from './subscription-bodies.js';

const written = (at: Parameters<typeof formatInstant>[0] | undefined): string | undefined =>
  at === undefined ? undefined : formatInstant(at);

/** A signing key that was made. */
export class SigningKeyMadeAnswer {
  @ShownText({ description: 'Its id, for rotation and revocation.' }) id!: string;
  @ShownWord(SIGNATURES) algorithm!: string;
  @ShownText({
    optional: true,
    description:
      'whsec_…: what deliveries are verified with. Shown this once; a repeated request is answered without it.',
  })
  secret?: string;
  @ShownText({ optional: true, description: 'whpk_…: what deliveries are verified with. No secret.' })
  publicKey?: string;
}

export const keyMadeAnswer = ({ id, algorithm, secret, publicKey }: SigningKeyMade): SigningKeyMadeAnswer => ({
  ...{ id, algorithm },
  ...given({ secret, publicKey }),
});

/** A subscription that was opened. */
export class SubscriptionOpenedAnswer {
  @ShownText() id!: string;
  @ShownPart(() => SigningKeyMadeAnswer) key!: SigningKeyMadeAnswer;
}

export class SigningKeyAnswer {
  @ShownText() id!: string;
  @ShownWord(SIGNATURES) algorithm!: string;
  @ShownWord(['signing', 'retired', 'revoked']) state!: string;
  @ShownText({ optional: true, description: 'whpk_…, of Ed25519.' }) publicKey?: string;
  @ShownMoment() addedAt!: string;
  @ShownMoment({ optional: true, description: 'From then on its successor signs alone.' }) retiresAt?: string;
  @ShownMoment({ optional: true }) revokedAt?: string;
}

function keyAnswer({
  id,
  algorithm,
  state,
  publicKey,
  addedAt,
  retiresAt,
  revokedAt,
}: ShownSigningKey): SigningKeyAnswer {
  return {
    ...{ id, algorithm, state, addedAt: formatInstant(addedAt) },
    ...given({ publicKey, retiresAt: written(retiresAt), revokedAt: written(revokedAt) }),
  };
}

export class FailingAnswer {
  @ShownMoment() since!: string;
  @ShownMoment({ description: 'If nothing changes.' }) disablesAt!: string;
}

/** How far deliveries have come. */
export class DeliveryStatusAnswer {
  @ShownPosition({ description: 'Everything up to here is delivered, given up, or held back in a lane that fails.' })
  position!: string;
  @ShownCount({ description: 'Entries of the log between there and its end.' }) behind!: number;
  @ShownCount({ description: 'Deliveries held back, in order, behind others that failed.' }) held!: number;
  @ShownCount({ description: 'Deliveries that were given up.' }) dead!: number;
  @ShownWord(['closed', 'open', 'half-open'], { description: 'While it is open, nothing is sent.' }) breaker!: string;
  @ShownMoment({ optional: true, description: 'When one delivery is let through, to see.' }) probesAt?: string;
}

export const statusAnswer = ({
  position,
  behind,
  held,
  dead,
  breaker,
  probesAt,
}: DeliveryStatus): DeliveryStatusAnswer => ({
  ...{ position, behind, held, dead, breaker },
  ...given({ probesAt: written(probesAt) }),
});

/** A subscription, without its secrets. */
export class SubscriptionAnswer {
  @ShownText() id!: string;
  @ShownText({ description: 'The principal whose it is.' }) owner!: string;
  @ApiProperty({
    description: 'Those of the key that it was opened with: a list, or all.',
    oneOf: [{ type: 'array', items: { type: 'string' } }, { enum: ['all'] }],
  })
  teams!: Scope['teams'];
  @ShownText({ description: 'Without its query.' }) url!: string;
  @ShownFlag({ description: 'Whether the address has a query, which is not shown.' }) hasQuery!: boolean;
  @ShownPart(() => EventFilterBody) filter!: EventFilterBody;
  @ShownWord(CONTENTS) content!: string;
  @ShownText({ optional: true }) label?: string;
  @ShownWord(['active', 'paused', 'disabled', 'ended']) status!: string;
  @ShownFlag({
    optional: true,
    description: 'Present where no key of the owner may read the feed any more: nothing is delivered until one may.',
  })
  lockedOut?: true;
  @ShownMoment() openedAt!: string;
  @ShownMoment({ optional: true, description: 'When it was paused, disabled or ended.' }) stoppedAt?: string;
  @ShownText({ optional: true, description: 'Why: gone or failing, where it is disabled.' }) reason?: string;
  @ShownPart(() => FailingAnswer, { optional: true, description: 'The endpoint fails without a pause.' })
  failing?: FailingAnswer;
  @ShownList(() => SigningKeyAnswer, { description: 'In the order they were made.' }) keys!: SigningKeyAnswer[];
  @ShownPart(() => DeliveryStatusAnswer, {
    optional: true,
    description: 'Of one that is asked for by its id, where this server knows.',
  })
  delivery?: DeliveryStatusAnswer;
}

export function subscriptionAnswer(
  { openedAt, stoppedAt, failing, keys, filter, ...rest }: ShownSubscription,
  isLockedOut: boolean,
  status?: DeliveryStatus,
): SubscriptionAnswer {
  const spell = failing ?? status?.failing;
  return {
    ...rest,
    filter: filter as EventFilterBody,
    ...(isLockedOut && rest.status !== 'ended' && { lockedOut: true }),
    openedAt: formatInstant(openedAt),
    ...given({
      stoppedAt: written(stoppedAt),
      failing: spell && { since: formatInstant(spell.since), disablesAt: formatInstant(spell.disablesAt) },
    }),
    keys: keys.map(keyAnswer),
    ...given({ delivery: status && statusAnswer(status) }),
  };
}
