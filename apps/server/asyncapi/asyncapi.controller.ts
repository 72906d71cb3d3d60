import { schemaUrn } from '#kept/contracts';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';
import { Allow } from '../access/allow.js';
import { ShownCount, ShownList, ShownText } from '../http/answer-fields.js';
import { Id } from '../http/id.js';
import { refuseRequest } from '../http/request-refused.js';
import { ASYNC_API_FILE, schemaFiles } from './committed.js';

export class SchemaLinkAnswer {
  @ShownText({ description: 'The type of events; `thin`: the data of thin deliveries of any type.' })
  type!: string;

  @ShownCount({ description: 'The version that is told now.' })
  version!: number;

  @ShownText({ description: 'The `dataschema` of its CloudEvents.' })
  dataschema!: string;

  @ApiProperty({ type: String, format: 'uri-reference', description: 'Where the schema is.' })
  href!: string;
}

export class SchemaLinksAnswer {
  @ShownList(() => SchemaLinkAnswer)
  schemas!: SchemaLinkAnswer[];
}

const OPEN = { type: 'object', additionalProperties: true } as const;

/** What leaves the house by itself, described as it is committed; the tests see to it that it is what the code does. */
@ApiTags('description')
@Controller('v1')
export class AsyncApiController {
  readonly #texts = new Map<string, string>();

  @Get('asyncapi.json')
  @Allow('public')
  @Header('content-type', 'application/json; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({ summary: 'Describes the feed, the stream and the web hooks.' })
  @ApiOkResponse({ description: 'AsyncAPI 3.0.', schema: OPEN })
  readAsyncDescription(): string {
    return this.#read(ASYNC_API_FILE);
  }

  @Get('event-schemas')
  @Allow('public')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({ summary: 'Lists the schemas of events.' })
  @ApiOkResponse({ type: SchemaLinksAnswer, description: 'One for each type.' })
  listEventSchemas(): SchemaLinksAnswer {
    const schemas = schemaFiles().map(({ name: type, version }) => ({
      ...{ type, version, dataschema: schemaUrn(type, version) },
      href: `/v1/event-schemas/${type}`,
    }));
    return { schemas };
  }

  @Get('event-schemas/:eventType')
  @Allow('public')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({ summary: 'The schema of an event’s data, with examples.' })
  @ApiOkResponse({
    description: 'JSON Schema, draft 2020-12.',
    content: { 'application/schema+json': { schema: OPEN } },
  })
  readEventSchema(@Id('eventType') type: string): string {
    const known = schemaFiles().find(({ name }) => name === type);
    return known ? this.#read(known.file) : refuseRequest('resource-unknown', { kind: 'event', id: type });
  }

  #read(file: string): string {
    const known = this.#texts.get(file) ?? readFileSync(file, 'utf8');
    this.#texts.set(file, known);
    return known;
  }
}
