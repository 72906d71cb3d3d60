import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { type INestApplicationContext } from '@nestjs/common';
import { NO_TELEMETRY, type Telemetry } from './telemetry.js';

type Executing = (message: object, ...rest: unknown[]) => Promise<unknown>;

/** Gives every command and every question a span of its own, named after its class. */
export function observeBuses(app: INestApplicationContext, telemetry: Telemetry): void {
  if (telemetry === NO_TELEMETRY) return;
  observe(app.get(CommandBus), 'command', telemetry);
  observe(app.get(QueryBus), 'query', telemetry);
}

function observe(bus: object, kind: 'command' | 'query', telemetry: Telemetry): void {
  const executing = bus as { execute: Executing };
  const execute = executing.execute.bind(bus);
  executing.execute = (message, ...rest) =>
    telemetry.within(`${kind} ${message.constructor.name}`, {}, () => execute(message, ...rest));
}
