import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Allow } from '../access/allow.js';

/** The API description as it is committed; the tests see to it that it is what the code does. */
@ApiTags('description')
@Controller('v1/openapi.json')
export class OpenApiController {
  #text: string | undefined;

  @Get()
  @Allow('public')
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({ summary: 'This description.' })
  @ApiOkResponse({
    description: 'OpenAPI 3.1.',
    schema: {
      type: 'object',
      properties: { openapi: { type: 'string' } },
      required: ['openapi'],
      additionalProperties: true,
    },
  })
  readDescription(): string {
    return (this.#text ??= readFileSync(createRequire(import.meta.url).resolve('#openapi'), 'utf8'));
  }
}
