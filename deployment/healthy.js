// Whether requests should be sent to the server in this container. Docker asks: see HEALTHCHECK in the Dockerfile.
const port = process.env.KEPT_PORT || '4780';

try {
  const { ok } = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4_000) });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
