import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiOkResponse, ApiOperation, ApiTags, type OpenAPIObject } from '@nestjs/swagger';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Allow } from '../../apps/server/access/allow.js';
import { Name } from '../../apps/server/http/fields.js';
import { apiDescription } from '../../apps/server/openapi/api-description.js';
import { describeApi, written } from '../../apps/server/openapi/describe.js';
import { root } from '../support/kept.js';
import { lintDescription } from '../support/lint-description.js';

const committed = readFileSync(join(root, 'docs/reference/openapi.json'), 'utf8');

describe('the API description', () => {
  it('is committed as the code says it: after a change of a route run `npm run openapi`, and read the difference', async () => {
    expect(written(await describeApi())).toBe(committed);
  });

  it('is without fault', async () => {
    expect(await lintDescription(committed)).toEqual([]);
  });

  describe('of a route', () => {
    class ThingBody {
      @Name()
      name!: string;
    }
    class ThingAnswer {}

    @ApiTags('health')
    @Controller('v1/things')
    class Things {
      @Post('described')
      @Allow('manage-teams')
      @ApiOperation({ summary: 'Described.' })
      @ApiOkResponse({ type: ThingAnswer, description: 'Done.' })
      described(@Body() _body: ThingBody): void {}

      @Get('without-summary')
      @Allow('public')
      @ApiOkResponse({ type: ThingAnswer, description: 'Done.' })
      withoutSummary(): void {}

      @Get('without-answer')
      @Allow('public')
      @ApiOperation({ summary: 'Answers.' })
      @ApiOkResponse({ content: { 'application/json': {} } })
      withoutAnswer(): void {}

      @Get('without-rule')
      @ApiOperation({ summary: 'Anybody?' })
      @ApiOkResponse({ type: ThingAnswer, description: 'Done.' })
      withoutRule(): void {}
    }

    @Module({ controllers: [Things] })
    class ThingsModule {}

    let document: OpenAPIObject;
    let problems: string[];
    beforeAll(async () => {
      const app = await NestFactory.create(ThingsModule, new FastifyAdapter(), { preview: true, logger: false });
      document = apiDescription(app);
      problems = await lintDescription(written(document));
    });
    const of = (path: string): string[] => problems.filter((problem) => problem.includes(`things~1${path}/`));

    it('has nothing to complain about where everything is said', () => expect(of('described')).toEqual([]));

    it('misses a summary', () =>
      expect(of('without-summary')).toContainEqual(expect.stringMatching(/^operation-summary /)));

    it('misses an answer', () =>
      expect(of('without-answer')).toContainEqual(expect.stringMatching(/^rule\/answers-have-schemas /)));

    it('misses who may use it', () =>
      expect(of('without-rule')).toContainEqual(expect.stringMatching(/^rule\/access-is-ruled /)));

    it('closes what it reads, and wants a key for it', () => {
      expect(document.components?.schemas?.['ThingBody']).toHaveProperty('additionalProperties', false);
      expect(document.paths['/v1/things/described']?.post).toHaveProperty('responses.401');
      expect(document.paths['/v1/things/without-summary']?.get).toHaveProperty('security', []);
    });
  });
});
