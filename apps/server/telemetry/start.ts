import { type Config } from '../config/config.js';
import { NO_TELEMETRY, type Telemetry } from './telemetry.js';

/** Nothing of OpenTelemetry is even loaded where nobody asked for it. */
export async function startTelemetry({ otelEndpoint, otelHeaders }: Config): Promise<Telemetry> {
  if (otelEndpoint === undefined) return NO_TELEMETRY;
  const { OpenTelemetry } = await import('./open-telemetry.js');
  return new OpenTelemetry({ endpoint: otelEndpoint, headers: otelHeaders ?? {} });
}
