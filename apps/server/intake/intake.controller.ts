import { Commitments, SessionWatch } from '#kept/application';
import { lineBlocks } from '#kept/import';
import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { PassThrough, pipeline, Readable } from 'node:stream';
import { Allow } from '../access/allow.js';
import { callerOf } from '../access/caller.js';
import { mustMayRecord } from '../access/lines.js';
import { NDJSON } from '../http/bodies.js';
import { Problems } from '../http/documented.js';
import { Id } from '../http/id.js';
import { languageOf } from '../http/language.js';
import { refuseRequest } from '../http/request-refused.js';
import { IntakeAnswers } from './documented-intake.js';
import { IntakeAnswer } from './intake-answers.js';
import { type Intake, Intakes } from './intakes.js';
import { type IntakeParts, takeIn } from './take-in.js';

/** Many commands in one request, each with its own outcome. */
@ApiTags('intake')
@Controller('v1/intakes')
export class IntakeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly intakes: Intakes,
    private readonly commitments: Commitments,
    private readonly sessions: SessionWatch,
  ) {}

  @Post()
  @HttpCode(200)
  @Allow('bulk-intake', { team: 'in-lines' })
  @IntakeAnswers('Records many things: one command a line, each with its own outcome.')
  sendIntake(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const { body } = request;
    if (!(body instanceof Readable))
      refuseRequest('media-type-unsupported', { value: request.headers['content-type'] ?? '', allowed: NDJSON });
    const caller = callerOf(request);
    const intake = this.intakes.begin(caller.principal);
    let isOut = false;
    const parts: IntakeParts = {
      commands: this.commands,
      caller,
      language: languageOf(request.headers['accept-language']),
      lookAgain: async () => {
        isOut ||= await this.sessions.isOver(caller.session);
      },
      mayRecord: (line) => {
        if (isOut) refuseRequest('not-authenticated');
        return mustMayRecord(caller, line, this.commitments);
      },
      tally: intake.tally,
    };
    void reply
      .header('location', `/v1/intakes/${intake.id}`)
      .header('cache-control', 'no-store')
      .type(`${NDJSON}; charset=utf-8`)
      .send(
        Readable.from(watched(intake, takeIn(lineBlocks(gathered(body)), parts)), {
          objectMode: false,
          highWaterMark: 65_536,
        }),
      );
  }

  @Get(':intake')
  @Allow('bulk-intake', { team: 'in-lines' })
  @ApiOperation({ summary: 'How far an intake has come. It is remembered for a while.' })
  @ApiOkResponse({ type: IntakeAnswer, description: 'So far.' })
  @Problems(404)
  readIntake(@Id('intake') id: string, @Req() request: FastifyRequest): IntakeAnswer {
    const intake = this.intakes.get(id, callerOf(request).principal);
    if (!intake) return refuseRequest('resource-unknown', { kind: 'intake', id });
    const { startedAt, endedAt, complete, tally } = intake;
    return {
      intake: id,
      state: endedAt ? (complete ? 'complete' : 'cut-off') : 'running',
      startedAt: startedAt.toISOString(),
      ...(endedAt && { endedAt: endedAt.toISOString() }),
      ...tally,
    };
  }
}

/** Bytes that may wait: as many as a wave of lines has. */
const GATHERED = 512 * 1_024;

/**
 * The same body in larger pieces, where it comes faster than it is recorded. A connection hands over 64 kilobytes at a time,
 * a hundred lines or so, and each piece costs a commit.
 */
function gathered(body: Readable): Readable {
  const room = new PassThrough({ highWaterMark: GATHERED });
  // Whoever reads hears of an error, too.
  pipeline(body, room, () => undefined);
  return room;
}

/** Notes when an intake ends, and whether the client stayed to the end. */
async function* watched(intake: Intake, outcomes: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield* outcomes;
    intake.complete = intake.tally.failed === 0;
  } finally {
    intake.complete ??= false;
    intake.endedAt = new Date();
  }
}
