import { Body, Controller, Module, Post, ValidationPipe } from '@nestjs/common';
import { APP_PIPE, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import 'reflect-metadata';
import { PromiseBody } from '../../../apps/server/commitments/bodies/promise.body.js';
import { RequestValidation } from '../../../apps/server/http/body-validation.js';

/** The least that a Nest application can do with a promise: check it and answer. What it answers is made up. */
@Controller('v1/commitments')
class BareController {
  private position = 0;

  @Post()
  makePromise(@Body() body: PromiseBody): object {
    this.position += 1;
    const id = body.commitment ?? randomUUID();
    return { outcome: 'recorded', id, revision: 0, entries: [randomUUID()], position: String(this.position) };
  }
}

/** By our own pipe, or by the one that comes with Nest, set to the same strictness. */
const pipe =
  process.argv[2] === 'nest'
    ? new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true })
    : new RequestValidation();

@Module({ controllers: [BareController], providers: [{ provide: APP_PIPE, useValue: pipe }] })
class BareModule {}

const app = await NestFactory.create<NestFastifyApplication>(BareModule, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
process.send?.({ address: await app.getUrl() });
process.once('disconnect', () => process.exit());
