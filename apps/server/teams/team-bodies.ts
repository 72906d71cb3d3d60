import { type RegisterTeam } from '#kept/domain';
import { Moment, Name, Text, Zone } from '../http/fields.js';

export class TeamBody {
  @Name()
  team!: string;

  @Text({ description: 'As people call it.' })
  name!: string;

  @Zone()
  timeZone!: string;

  @Moment({ optional: true, description: 'When it happened; default: now. Never later than now.' })
  occurredAt?: string;
}

export const teamOf = ({ name, timeZone }: TeamBody): RegisterTeam['data'] => ({ name, timeZone });
