import { identifier } from '#kept/domain';
import { Param } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { NAME } from './schemas.js';

/** The id of a thing in a route’s path, checked and described as everywhere else. */
export const Id =
  (name: string): ParameterDecorator =>
  (target, method, index) => {
    Param(name, { transform: (value: string) => identifier(value, name) })(target, method, index);
    const descriptor = Object.getOwnPropertyDescriptor(target, method!)!;
    ApiParam({ name, description: `The ${name}’s id.`, schema: NAME })(target, method!, descriptor);
  };
