import { type Config } from '../config/config.js';
import { NO_TELEMETRY, type Telemetry } from './telemetry.js';

/** Nothing of OpenTelemetry is even loaded where nobody asked for it. */
export function startTelemetry({ otelEndpoint }: Config): Promise<Telemetry> {
  return Promise.resolve(otelEndpoint === undefined ? NO_TELEMETRY : NO_TELEMETRY);
}
