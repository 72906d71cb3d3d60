import { type PromiseReceipt, type Receipt } from '#kept/application';
import { type Language, streamName } from '#kept/contracts';
import { type Instant, instant, parseInstant } from '#kept/domain';
import { canonicalJson, type Json, type Position, START } from '#kept/event-store';
import { type LineBlock } from '#kept/import';
import { type CommandBus } from '@nestjs/cqrs';
import { hash } from 'node:crypto';
import { parse } from 'secure-json-parse';
import { type Caller } from '../access/caller.js';
import { warningsJson } from '../http/warnings.js';
import { refuseRequest } from '../http/request-refused.js';
import { validated } from '../http/validated.js';
import { understood, type Understood } from './intake-commands.js';
import { IntakeLine } from './intake-line.js';
import { lineProblem } from './line-problem.js';
import { count, type IntakeTally, type LineOutcome } from './outcome.js';

export interface IntakeParts {
  commands: CommandBus;
  caller: Caller;
  language: Language;
  /** Looks again at who sends the lines: an intake may outlive its key. */
  lookAgain: () => Promise<void>;
  /** @throws RequestRefused where the caller may not record this */
  mayRecord: (line: Understood) => Promise<void> | void;
  /** Kept up to date while the lines go by. */
  tally: IntakeTally;
}

/** Lines under way at once: enough for the store to commit them in groups, few enough to be answered soon. */
const WAVE = 1_024;

/**
 * Records what the lines say, and gives the outcome of each, in their order, as lines again; at the end a line with the
 * sums. Nothing more is recorded before it has been answered: a client that does not listen is not heard either.
 *
 * The lines of one stream are recorded one after the other; those of different streams at the same time, except that a
 * promise waits for the customer and the team that the lines before it register.
 */
export async function* takeIn(blocks: AsyncIterable<LineBlock>, parts: IntakeParts): AsyncGenerator<string> {
  const intake = new Intake(parts);
  for await (const { first, lines, faults } of blocks)
    for (let from = 0; from < lines.length; from += WAVE) {
      const wave = lines.slice(from, from + WAVE).flatMap((text, index) => {
        const fault = faults.get(from + index);
        return text.trim() === '' && !fault ? [] : [{ line: first + from + index, text, fault }];
      });
      await parts.lookAgain();
      const outcomes = await intake.record(wave);
      if (outcomes.length > 0) yield outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join('');
      if (parts.tally.failed > 0) {
        yield intake.sums();
        return;
      }
    }
  yield intake.sums();
}

interface SentLine {
  line: number;
  text: string;
  fault: { reason: string } | undefined;
}

class Intake {
  #position: Position = START;

  constructor(private readonly parts: IntakeParts) {}

  async record(wave: readonly SentLine[]): Promise<LineOutcome[]> {
    const underWay = new Map<string, Promise<unknown>>();
    const outcomes = await Promise.all(wave.map((sent) => this.#outcomeOf(sent, underWay)));
    for (const outcome of outcomes) count(this.parts.tally, outcome);
    return outcomes;
  }

  sums(): string {
    const { tally } = this.parts;
    const position = this.#position === START ? {} : { position: String(this.#position) };
    return `${JSON.stringify({ done: tally.failed === 0, ...tally, ...position })}\n`;
  }

  async #outcomeOf({ line, text, fault }: SentLine, underWay: Map<string, Promise<unknown>>): Promise<LineOutcome> {
    let id: string | undefined;
    try {
      if (fault) refuseRequest('body-malformed', { problem: fault.reason });
      const { body, ...rest } = objectIn(text);
      const envelope = validated(IntakeLine, rest, 'line');
      id = envelope.id;
      const commandId = `${this.parts.caller.principal}/${id}`;
      const read = understood(envelope, body, { principal: this.parts.caller.principal, commandId });
      const receipt = await this.#inTurn(read, underWay, () =>
        this.#submit(read, commandId, fingerprintOf(rest, body)),
      );
      if (receipt.outcome !== 'without-effect' && receipt.position > this.#position) this.#position = receipt.position;
      return {
        line,
        id,
        outcome: receipt.outcome,
        on: read.stream.id,
        revision: Number(receipt.revision),
        entries: receipt.outcome === 'without-effect' ? [] : receipt.entries,
        ...('warnings' in receipt &&
          receipt.warnings.length > 0 && { warnings: warningsJson(receipt.warnings, this.parts.language) }),
      };
    } catch (error) {
      const problem = lineProblem(error, this.parts.language);
      return { line, ...(id !== undefined && { id }), outcome: problem.status < 500 ? 'refused' : 'failed', problem };
    }
  }

  /** After the lines before it that write to the same stream, or to one that it looks at. */
  async #inTurn<T>(
    { stream, after }: Understood,
    underWay: Map<string, Promise<unknown>>,
    work: () => Promise<T>,
  ): Promise<T> {
    const own = streamName(stream.kind, stream.id);
    const before = [own, ...after.map(({ kind, id }) => streamName(kind, id))].flatMap(
      (name) => underWay.get(name) ?? [],
    );
    const done = before.length === 0 ? work() : Promise.allSettled(before).then(work);
    underWay.set(own, done);
    return done;
  }

  async #submit(read: Understood, commandId: string, fingerprint: string): Promise<Receipt | PromiseReceipt> {
    const { commands, caller, mayRecord } = this.parts;
    await mayRecord(read);
    const recordedAt: Instant = instant(Date.now());
    const { occurredAt } = read.body;
    return commands.execute(
      read.command({
        commandId,
        fingerprint,
        actor: { id: caller.principal, role: caller.role },
        recordedAt,
        occurredAt: occurredAt === undefined ? recordedAt : parseInstant(occurredAt, 'occurredAt'),
      }),
    );
  }
}

function objectIn(text: string): { body?: unknown } & Record<string, unknown> {
  let found: unknown;
  try {
    found = parse(text);
  } catch (error) {
    return refuseRequest('body-malformed', { problem: error instanceof SyntaxError ? 'it is no JSON' : String(error) });
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    return refuseRequest('not-an-object', { field: 'line' });
  return found as Record<string, unknown>;
}

function fingerprintOf(rest: Record<string, unknown>, body: unknown): string {
  return hash('sha256', canonicalJson([rest as Json, (body ?? null) as Json]), 'base64url');
}
