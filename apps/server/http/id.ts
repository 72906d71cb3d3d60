import { identifier, principalId } from '#kept/domain';
import { Param } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { NAME, PRINCIPAL } from './schemas.js';

/** The id of a thing in a route’s path, checked and described as everywhere else. */
export const Id = (name: string): ParameterDecorator => checkedParameter(name, NAME, (text) => identifier(text, name));

/** The id of a principal in a route’s path. */
export const PrincipalId = (name: string): ParameterDecorator => checkedParameter(name, PRINCIPAL, principalId);

const checkedParameter =
  (name: string, schema: object, check: (text: string) => string): ParameterDecorator =>
  (target, method, index) => {
    Param(name, { transform: check })(target, method, index);
    const descriptor = Object.getOwnPropertyDescriptor(target, method!)!;
    ApiParam({ name, description: `The ${name}’s id.`, schema })(target, method!, descriptor);
  };
