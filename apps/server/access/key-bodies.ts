import { type IssuedKey, type KeyRequest, type ListedKey } from '#kept/application';
import {
  formatInstant,
  GRANTS,
  type Instant,
  parseInstant,
  type Principal,
  principalId,
  refuse,
  ROLES,
  type Scope,
} from '#kept/domain';
import { ApiProperty } from '@nestjs/swagger';
import { Described } from '../http/described.js';
import { field, type FieldOptions, Flag, Moment, Name, Names, Word, Words } from '../http/fields.js';
import { given } from '../http/given.js';
import { refuseRequest } from '../http/request-refused.js';
import { PRINCIPAL } from '../http/schemas.js';

const MOST_TEAMS = 200;

const PrincipalName = (options: FieldOptions = {}): PropertyDecorator =>
  field(
    (value: unknown) =>
      typeof value === 'string' ? principalId(value) : refuse('value-missing', { field: 'principal' }),
    PRINCIPAL,
    options,
  );

/** A key that is asked for. */
@Described({
  not: { required: ['teams', 'allTeams'], properties: { teams: {}, allTeams: { const: true } } },
  examples: [{ principal: 'crm', role: 'integration', allTeams: true, grants: ['log-commitments'] }],
})
export class KeyBody {
  @PrincipalName({
    description: 'Whose it will be: lower case, digits, dots and dashes. May be somebody who has one already.',
  })
  principal!: string;

  @Word(ROLES)
  role!: Scope['role'];

  @Names(MOST_TEAMS, {
    optional: true,
    description: 'For agents, supervisors and integrations: the teams they act for.',
  })
  teams?: string[];

  @Flag({ optional: true, description: 'For an integration: all teams, also those that will be registered later.' })
  allTeams?: boolean;

  @Words(GRANTS, {
    optional: true,
    description: `What the role may do only where it is granted: ${GRANTS.join(', ')}.`,
  })
  grants?: string[];

  @Name({ optional: true, description: 'For people: what it is for.' })
  label?: string;

  @Moment({ optional: true, description: 'From then on it opens nothing.' })
  expiresAt?: string;
}

/** @throws Refusal, RequestRefused */
export function keyRequestOf(body: KeyBody): KeyRequest {
  const { principal, role, teams, allTeams, label } = body;
  if (teams !== undefined && allTeams === true) refuseRequest('choice-unclear', { allowed: 'teams, allTeams' });
  // Those whose teams nobody names are at home everywhere, or nowhere.
  const everywhere = allTeams === true || (teams === undefined && (role === 'auditor' || role === 'admin'));
  return {
    principal,
    role,
    teams: everywhere ? 'all' : (teams ?? []),
    grants: (body.grants ?? []) as Scope['grants'],
    ...given({ label, expiresAt: expiryOf(body) }),
  };
}

export class RotationBody {
  @Moment({ optional: true, description: 'Of the new key. Default: never.' })
  expiresAt?: string;
}

export function expiryOf({ expiresAt }: RotationBody): Instant | undefined {
  return expiresAt === undefined ? undefined : parseInstant(expiresAt, 'expiresAt');
}

/** A key that was made. */
export class IssuedKeyAnswer {
  @ApiProperty({ description: 'Its id, for lists, rotation and revocation.' })
  id!: string;

  @ApiProperty({
    required: false,
    description: 'The key itself. It is shown this once; a repeated request is answered without it.',
  })
  key?: string;
}

export const issuedAnswer = ({ key, text }: IssuedKey): IssuedKeyAnswer => ({ id: key, ...given({ key: text }) });

/** What is known of a key. */
export class KeyAnswer {
  @ApiProperty() id!: string;
  @ApiProperty() principal!: string;
  @ApiProperty({ enum: ['live', 'revoked', 'expired'] }) state!: ListedKey['state'];
  @ApiProperty({ enum: ROLES }) role!: string;
  @ApiProperty({
    description: 'A list, or all.',
    oneOf: [{ type: 'array', items: { type: 'string' } }, { enum: ['all'] }],
  })
  teams!: Scope['teams'];
  @ApiProperty({ enum: GRANTS, isArray: true }) grants!: Scope['grants'];
  @ApiProperty({ required: false }) label?: string;
  @ApiProperty({ format: 'date-time' }) issuedAt!: string;
  @ApiProperty({ required: false, format: 'date-time' }) expiresAt?: string;
  @ApiProperty({ required: false, format: 'date-time' }) revokedAt?: string;
}

export function keyAnswer(key: ListedKey): KeyAnswer {
  const { id, principal, state, role, teams, grants, label, issuedAt, expiresAt, revokedAt } = key;
  return {
    ...{ id, principal, state, role, teams, grants, issuedAt: formatInstant(issuedAt) },
    ...given({ label, expiresAt: written(expiresAt), revokedAt: written(revokedAt) }),
  };
}

/** Who is asking, and what they may. */
export class CallerAnswer {
  @ApiProperty() principal!: string;
  @ApiProperty({ enum: ROLES }) role!: string;
  @ApiProperty({
    description: 'A list, or all.',
    oneOf: [{ type: 'array', items: { type: 'string' } }, { enum: ['all'] }],
  })
  teams!: Scope['teams'];
  @ApiProperty({ enum: GRANTS, isArray: true }) grants!: Scope['grants'];
  @ApiProperty({ type: [String], description: 'What they may do, in their teams and to what is their own.' })
  may!: string[];
  @ApiProperty({ required: false, format: 'date-time', description: 'When this key or token ends.' })
  endsAt?: string;
}

export function callerAnswer(
  { id, role, teams, grants }: Principal,
  may: string[],
  endsAt: Instant | undefined,
): CallerAnswer {
  return { principal: id, role, teams, grants, may, ...given({ endsAt: written(endsAt) }) };
}

const written = (at: Instant | undefined): string | undefined => (at === undefined ? undefined : formatInstant(at));
