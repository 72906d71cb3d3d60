import { type PromiseReceipt, type Receipt } from '#kept/application';
import { ApiProperty } from '@nestjs/swagger';
import { type FastifyInstance, type FastifyReply } from 'fastify';
import { WarningAnswer, warningsJson } from './warnings.js';
import { languageOf } from './language.js';
import { note } from './notes.js';
import { etagOf } from './revision.js';

/** What was recorded, and about what: a controller returns it, and {@link answerReceipts} answers. */
export class Done {
  constructor(
    readonly receipt: Receipt | PromiseReceipt,
    /** Path of what was recorded on, `/v1/commitments/7`. */
    readonly resource: string,
    readonly id: string,
    /** Whether the request makes the resource itself, and does not add to it. */
    readonly makes: boolean = false,
  ) {}
}

/** The answer to a command. A repeated one gets the same, byte for byte. */
export class ReceiptAnswer {
  @ApiProperty({ enum: ['recorded', 'without-effect'], description: 'without-effect: true, and nothing to write.' })
  outcome!: 'recorded' | 'without-effect';

  @ApiProperty({ description: 'What it was recorded on.' })
  id!: string;

  @ApiProperty({ type: 'integer', description: 'Of the last entry; also the ETag.' })
  revision!: number;

  @ApiProperty({ type: [String], description: 'Ids of the entries that were written.' })
  entries!: string[];

  @ApiProperty({
    required: false,
    description: 'Of the last entry in the log; for `after`.',
    examples: ['4711'],
    pattern: '^\\d+$',
  })
  position?: string;

  @ApiProperty({
    required: false,
    type: () => [WarningAnswer],
    description: 'Of a promise: what is strange about it. Absent where nothing is.',
  })
  warnings?: WarningAnswer[];
}

/** Turns receipts into a status, headers and a body that depend on nothing but what was recorded. */
export function answerReceipts(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (_request, reply, value, done) =>
    done(null, value instanceof Done ? answered(value, reply) : value),
  );
}

function answered({ receipt, resource, id, makes }: Done, reply: FastifyReply): ReceiptAnswer {
  const revision = Number(receipt.revision);
  reply.header('etag', etagOf(receipt.revision));
  if (receipt.outcome === 'without-effect') {
    reply.code(200);
    return { outcome: 'without-effect', id, revision, entries: [] };
  }
  const { entries, position } = receipt;
  note(reply.request, { position });
  reply.code(201).header('location', makes ? resource : `${resource}/entries/${entries[0]!}`);
  // Beside the answer and not in it: the answer is the first one again.
  if (receipt.outcome === 'repeated') reply.header('idempotent-replayed', 'true');
  const answer: ReceiptAnswer = { outcome: 'recorded', id, revision, entries, position: String(position) };
  if ('warnings' in receipt && receipt.warnings.length > 0)
    answer.warnings = warningsJson(receipt.warnings, languageOf(reply.request.headers['accept-language']));
  return answer;
}
