import { type FastifyRequest } from 'fastify';

/** Who is asking, as the guard has found out. */
export interface Caller {
  principal: string;
  role: string;
  /** The teams they act for. */
  teams: 'all' | readonly string[];
}

const callers = new WeakMap<FastifyRequest, Caller>();

export function setCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

/** Who is asking, where that is known: not on the way to the guard, nor where everybody may come in. */
export const knownCaller = (request: FastifyRequest): Caller | undefined => callers.get(request);

/** @throws if no guard has let the request in: a fault of this program, not of the caller */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error('no guard has let this request in');
  return caller;
}

/** The teams whose commitments the caller may see; `undefined`: all. */
export function teamsOf(request: FastifyRequest): readonly string[] | undefined {
  const { teams } = callerOf(request);
  return teams === 'all' ? undefined : teams;
}
