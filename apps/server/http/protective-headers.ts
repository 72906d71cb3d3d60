import { type FastifyInstance } from 'fastify';
import helmet from 'helmet';

/**
 * Says to browsers on every answer what they may do with it. Helmet is asked once: it would put the same words together
 * anew for each.
 */
export function sayProtectiveHeaders(fastify: FastifyInstance): void {
  const headers = Object.fromEntries(protectiveHeaders());
  fastify.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(headers);
    done();
  });
}

function protectiveHeaders(): Map<string, string> {
  const said = new Map<string, string>();
  const answer = {
    setHeader: (name: string, value: string) => said.set(name.toLowerCase(), value),
    removeHeader: () => undefined,
  };
  // Whether there is TLS in front is not ours to say: nothing is upgraded to it.
  const say = helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  say({} as never, answer as never, () => undefined);
  return said;
}
