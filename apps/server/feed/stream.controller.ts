import { SessionWatch } from '#kept/application';
import { cloudEventJson, cursorAt, Feed, type FeedEntry, type FeedQuestion, TYPE_PREFIX } from '#kept/delivery';
import { type Position } from '#kept/event-store';
import { Controller, Get, Headers, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Allow } from '../access/allow.js';
import { callerOf } from '../access/caller.js';
import { type Config } from '../config/config.js';
import { CONFIG } from '../tokens.js';
import { positionAfter } from './cursor.field.js';
import { eventStream } from './event-stream.js';
import { StreamAnswers } from './feed.answer.js';
import { questionOf, StreamQuery } from './feed.query.js';
import { OpenPlaces } from './open-places.js';
import { onAbort, whenGone } from './when-gone.js';

/** The feed as it grows, by server-sent events. */
@ApiTags('feed')
@Controller('v1/stream')
export class StreamController {
  constructor(
    private readonly feed: Feed,
    private readonly watch: SessionWatch,
    private readonly places: OpenPlaces,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @Allow('read-feed', { team: 'narrowed' })
  @StreamAnswers()
  async openStream(
    @Query() asked: StreamQuery,
    @Headers('last-event-id') last: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { principal, session } = callerOf(request);
    const question = questionOf(asked, callerOf(request));
    // Where a client was, it knows best: its address still says where it first began.
    const after = await (last === undefined
      ? positionAfter(asked.after, this.feed)
      : positionAfter(last, this.feed, 'Last-Event-ID'));
    void reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-cache, no-transform')
      .header('x-accel-buffering', 'no');
    if (request.method === 'HEAD') {
      void reply.send(Readable.from([]));
      return;
    }
    const leave = this.places.take(principal);
    const gone = whenGone(reply);
    onAbort(gone, leave);
    const watched = await this.watch.watch(session);
    onAbort(gone, watched.release);
    const stop = AbortSignal.any([gone, watched.signal]);
    void reply.send(await this.opened({ ...question, after }, stop));
  }

  private async opened(question: FeedQuestion & { after: Position }, stop: AbortSignal): Promise<Readable> {
    const identity = await this.feed.identity();
    let [said, through] = [question.after, question.after];
    const pages = this.feed.follow(question, stop);
    async function* texts(): AsyncGenerator<string> {
      for await (const page of pages) {
        through = page.through;
        if (page.entries.length === 0) continue;
        yield page.entries.map((entry) => textOf(entry, identity)).join('');
        said = page.entries.at(-1)!.position;
      }
    }
    // Who hears nothing for long still moves on: when they come again, what they were not told is not read again.
    const beside = (): string => {
      if (through <= said) return '';
      said = through;
      return `id: ${cursorAt(through, identity)}\n`;
    };
    const { streamHeartbeat, idleTimeout } = this.config;
    return eventStream(texts(), { heartbeat: Math.min(streamHeartbeat, idleTimeout / 2), beside });
  }
}

/** JSON has no line breaks in it, and neither has a type: each is one line. */
function textOf(entry: FeedEntry, identity: string): string {
  const data = cloudEventJson(entry, { identity, content: 'full' });
  return `id: ${cursorAt(entry.position, identity)}\nevent: ${TYPE_PREFIX}${entry.type}\ndata: ${data}\n\n`;
}
