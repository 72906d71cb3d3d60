import { type AccessLog, type Session } from '#kept/application';
import { type About, type Action, mayAsk, mayDo, type Principal, type Scope, type Verdict } from '#kept/domain';
import { createParamDecorator, type ExecutionContext, Logger } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { RequestRefused } from '../http/request-refused.js';

type Denied = Extract<Verdict, { may: false }>;

const CODES = {
  role: 'not-for-role',
  grant: 'not-granted',
  team: 'not-your-team',
  owner: 'not-yours',
} as const;

/** Who is asking, and what they may. */
export class Caller {
  #judged = false;

  constructor(
    readonly session: Session,
    /** What the route that was called is for. */
    private readonly action: Action,
    /** Method and pattern: never what somebody typed. */
    private readonly route: string,
    private readonly log: AccessLog,
  ) {}

  get who(): Principal {
    return this.session.principal;
  }

  /** Their id: the actor of what they record. */
  get principal(): string {
    return this.who.id;
  }

  get role(): string {
    return this.who.role;
  }

  may(action: Action, about?: About): boolean {
    return mayDo(this.who, action, about).may;
  }

  /** @throws RequestRefused 403; the refusal is noted */
  mustMay(action: Action, about?: About): void {
    if (action === this.action) this.#judged = true;
    const verdict = mayDo(this.who, action, about);
    if (!verdict.may) this.#refuse(verdict, action, about);
  }

  /** @throws RequestRefused 403 where there is nothing of the kind that they may do */
  mustMayAsk(action: Action): { teams: Scope['teams']; owner: 'own' | 'any' } {
    const verdict = mayAsk(this.who, action);
    return verdict.may ? verdict : this.#refuse(verdict, action);
  }

  /**
   * What the answer of this route may be about: these teams, or all; only what is the caller’s own, or anybody’s. A
   * route that says its answer is narrowed must ask, or it is not answered.
   */
  narrowing(): { teams: Scope['teams']; owner: 'own' | 'any' } {
    this.#judged = true;
    return this.mustMayAsk(this.action);
  }

  /** Whether the handler has asked what it may answer, or do. */
  get wasJudged(): boolean {
    return this.#judged;
  }

  #refuse({ because }: Denied, action: Action, { teams }: About = {}): never {
    noteRefusal(this.log, this.who, { route: this.route, because, action });
    throw new RequestRefused(CODES[because], {
      ...{ action, role: this.who.role },
      ...(because === 'team' && { team: teams?.join(', ') ?? '' }),
    });
  }
}

const logger = new Logger('access');

/** Nobody waits for it, and a ledger that cannot be written lets nobody in: the answer is the same. */
export function noteRefusal(log: AccessLog, who: Principal, refused: Parameters<AccessLog['refused']>[1]): void {
  log.refused(who, refused).catch((error: unknown) => logger.error(error, 'a refusal could not be noted'));
}

const callers = new WeakMap<FastifyRequest, Caller>();

export function setCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

/** Who is asking, where that is known: not on the way to the gate, nor where everybody may come in. */
export const knownCaller = (request: FastifyRequest): Caller | undefined => callers.get(request);

/** @throws if nobody has let the request in: a fault of this program, not of the caller */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error('nobody has let this request in');
  return caller;
}

/** Who is asking, for a handler. */
export const Calling = createParamDecorator((_: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The teams whose commitments the answer of this route may be about; `undefined`: all. */
export function teamsOf(request: FastifyRequest): readonly string[] | undefined {
  const { teams } = callerOf(request).narrowing();
  return teams === 'all' ? undefined : teams;
}
