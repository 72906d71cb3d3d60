import { SetMetadata } from '@nestjs/common';

export const RULE = 'kept:access-rule';

/** Where a route says which team it is about. */
export type TeamPlace = 'in-body' | 'of-commitment' | 'in-path' | 'none';

export interface AccessRule {
  action: string;
  team: TeamPlace;
}

/** Declares who may use a route. A route without a rule stops the start. */
export const Allow = (action: string, { team = 'none' }: { team?: TeamPlace } = {}): MethodDecorator & ClassDecorator =>
  SetMetadata(RULE, { action, team } satisfies AccessRule);
