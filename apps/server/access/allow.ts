import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export const RULE = 'kept:access-rule';

/** Where a route says which team it is about. */
export type TeamPlace = 'in-body' | 'of-commitment' | 'in-path' | 'none';

export interface AccessRule {
  action: string;
  team: TeamPlace;
}

/** Declares who may use a route. A route without a rule stops the start. The API description says the rule too. */
export function Allow(action: string, { team = 'none' }: { team?: TeamPlace } = {}): MethodDecorator & ClassDecorator {
  const rule: AccessRule = { action, team };
  return applyDecorators(SetMetadata(RULE, rule), ApiExtension('x-kept-access', rule));
}
