import { SessionWatch } from '#kept/application';
import { cloudEventJson, cursorAt, Feed, type FeedPage, type FeedQuestion } from '#kept/delivery';
import { type Position } from '#kept/event-store';
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Allow } from '../access/allow.js';
import { callerOf } from '../access/caller.js';
import { type Config } from '../config/config.js';
import { CONFIG } from '../tokens.js';
import { arrayOf } from './batch.js';
import { LATEST, positionAfter } from './cursor.field.js';
import { FeedAnswers } from './feed.answer.js';
import { FeedQuery, LARGEST_FEED_PAGE, questionOf, waitOf } from './feed.query.js';
import { OpenPlaces } from './open-places.js';
import { onAbort, whenGone } from './when-gone.js';

/** So much of the time after which a silent connection is taken for dead does a poll wait at most. */
const PATIENCE = 0.8;

/** The log as integrations see it, page by page. */
@ApiTags('feed')
@Controller('v1/feed')
export class FeedController {
  constructor(
    private readonly feed: Feed,
    private readonly watch: SessionWatch,
    private readonly places: OpenPlaces,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Allow('read-feed', { team: 'narrowed' })
  @FeedAnswers()
  async readFeed(@Query() asked: FeedQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const question = questionOf(asked, callerOf(request));
    const after = await positionAfter(asked.after, this.feed);
    const limit = asked.limit === undefined ? LARGEST_FEED_PAGE : Number(asked.limit);
    const gone = whenGone(reply);
    let page = await this.feed.page({ ...question, after, limit }, gone);
    if (page.entries.length === 0 && asked.timeout !== undefined)
      page = cut(await this.waited(question, page.through, waitOf(asked.timeout), request, gone), limit);
    const identity = await this.feed.identity();
    // What comes after a place in the log is what it was, for ever; what comes after the end is not.
    const isForEver = page.entries.length === limit && asked.after !== LATEST;
    void reply
      .type('application/cloudevents-batch+json; charset=utf-8')
      .header('link', `<${nextOf(request, cursorAt(page.through, identity))}>; rel="next"`)
      .header('cache-control', isForEver ? 'private, max-age=31536000, immutable' : 'no-store')
      .header('vary', 'Authorization')
      .send(arrayOf(page.entries, (entry) => cloudEventJson(entry, { identity, content: 'full' })));
  }

  /** The next page that is not empty, if there is one in time. */
  private async waited(
    question: FeedQuestion,
    after: Position,
    milliseconds: number,
    request: FastifyRequest,
    gone: AbortSignal,
  ): Promise<FeedPage> {
    const { principal, session } = callerOf(request);
    const leave = this.places.take(principal);
    const watched = await this.watch.watch(session);
    const stop = new AbortController();
    const end = (): void => stop.abort();
    onAbort(watched.signal, end);
    onAbort(gone, end);
    const timer = setTimeout(end, Math.min(milliseconds, PATIENCE * this.config.idleTimeout));
    try {
      let through = after;
      for await (const page of this.feed.follow({ ...question, after }, stop.signal)) {
        if (page.entries.length > 0) return page;
        through = page.through;
      }
      return { entries: [], through };
    } finally {
      clearTimeout(timer);
      watched.release();
      leave();
    }
  }
}

function cut({ entries, through }: FeedPage, limit: number): FeedPage {
  if (entries.length <= limit) return { entries, through };
  return { entries: entries.slice(0, limit), through: entries[limit - 1]!.position };
}

/** The same question, from there on. */
function nextOf({ query }: FastifyRequest, cursor: string): string {
  const parameters = Object.entries(query as Record<string, string | string[]>)
    .filter(([name]) => name !== 'after')
    .flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
  return `/v1/feed?${new URLSearchParams([['after', cursor], ...parameters]).toString()}`;
}
