import { identifier } from '#kept/domain';
import { Param } from '@nestjs/common';

/** The id of a thing in a route’s path, checked as everywhere else. */
export const Id = (name: string): ParameterDecorator =>
  Param(name, { transform: (value: string) => identifier(value, name) });
