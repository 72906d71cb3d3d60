import { waitFor } from '#kept/read-model';
import { type Workspace } from '#kept/workspace';
import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Observable } from 'rxjs';
import { type Config } from '../config/config.js';
import { CONFIG, WORKSPACE } from '../tokens.js';
import { positionOf } from './asked.js';
import { POSITION } from './query-fields.js';
import { refuseRequest } from './request-refused.js';

/** Lets a question that names a position wait, for a while, until the answers have come to it. */
@Injectable()
export class AfterInterceptor implements NestInterceptor {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(WORKSPACE) private readonly workspace: Workspace,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const { query } = context.switchToHttp().getRequest<FastifyRequest<{ Querystring: { after?: unknown } }>>();
    // What is no position is refused with the other fields of the query.
    if (typeof query.after === 'string' && POSITION.test(query.after)) await this.wait(query.after);
    return next.handle();
  }

  private async wait(after: string): Promise<void> {
    const { store, readModel } = this.workspace;
    const position = positionOf(after);
    const head = await store.head();
    // What the log has not come to, nobody has written; it may have been restored to an earlier state.
    if (position <= head && (await waitFor(readModel, position, { timeout: this.config.readWait }))) return;
    refuseRequest('position-not-reached', { position: after, head: String(head) }, { 'retry-after': '1' });
  }
}
