import { Metadata, type ServerWritableStream, status } from '@grpc/grpc-js';
import service from '@eventstore/db-client/generated/streams_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { setTimeout } from 'node:timers/promises';
import { type Database, type StoredEvent } from './database.fixture.js';
import { type ReadFault } from './faults.fixture.js';

type Request = InstanceType<typeof streams.ReadReq>;
type Response = InstanceType<typeof streams.ReadResp>;
type Options = InstanceType<typeof streams.ReadReq.Options>;
type Call = ServerWritableStream<Request, Uint8Array>;

/** Answers go out as bytes: those of an event are made once, and not whenever it is read. */
export const readMethod = {
  ...service.StreamsService.read,
  responseSerialize: (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
};

/** Of the protocol's enumeration. */
const { BACKWARDS } = streams.ReadReq.Options.ReadDirection;
const TICKS_PER_MILLISECOND = 10_000n;

/** Answers a read of a stream or of the log, or a subscription to the log. */
export function answerRead(
  call: Call,
  database: Database,
  fault: ReadFault | undefined,
  cut: () => Promise<void>,
): void {
  const options = call.request.getOptions()!;
  call.on('error', () => undefined);
  const sending = new Sending(call, fault, cut);
  if (options.hasStream()) void readStream(options, database, sending);
  else if (isInvented(options, database))
    call.emit('error', { code: status.UNKNOWN, details: 'Unexpected ReadAllResult: Error', metadata: new Metadata() });
  else if (options.hasSubscription()) void follow(options, database, sending);
  else void sending.all(page(logFrom(options, database), options)).then(() => sending.end());
}

async function readStream(options: Options, database: Database, sending: Sending): Promise<void> {
  const asked = options.getStream()!;
  const name = Buffer.from(asked.getStreamIdentifier()!.getStreamName_asU8()).toString('utf8');
  const events = database.stream(name);
  if (!events) {
    const missing = new streams.ReadResp.StreamNotFound();
    missing.setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(name).toString('base64')));
    sending.write(new streams.ReadResp().setStreamNotFound(missing).serializeBinary());
    sending.end();
    return;
  }
  const from = asked.hasRevision() ? BigInt(asked.getRevision()) : undefined;
  const backwards = options.getReadDirection() === BACKWARDS;
  const there = backwards
    ? events.filter(({ revision }) => from === undefined || revision <= from).reverse()
    : events.filter(({ revision }) => from === undefined || revision >= from);
  await sending.all(page(there, options));
  sending.end();
}

/** A position where no event is: the server does not say what is wrong with it. */
function isInvented(options: Options, { log }: Database): boolean {
  const position = options.getAll()?.getPosition()?.getCommitPosition();
  if (position === undefined) return false;
  return log[firstFrom(log, BigInt(position))]?.position !== BigInt(position);
}

/** Reading, the position that is asked for is the first that is answered with. */
function logFrom(options: Options, database: Database): StoredEvent[] {
  const asked = options.getAll()!;
  const from = asked.hasPosition() ? BigInt(asked.getPosition()!.getCommitPosition()) : undefined;
  if (options.getReadDirection() === BACKWARDS)
    return database.log.filter(({ position }) => from === undefined || position < from).reverse();
  return from === undefined ? database.log : database.log.slice(firstFrom(database.log, from));
}

/** A subscription goes on after the position that is asked for. */
async function follow(options: Options, database: Database, sending: Sending): Promise<void> {
  const asked = options.getAll()!;
  const after = asked.hasPosition() ? BigInt(asked.getPosition()!.getCommitPosition()) : -1n;
  const wanted = filterIn(options);
  let next = firstFrom(database.log, after + 1n);
  sending.write(CONFIRMATION);
  let wake: () => void = () => undefined;
  const stop = database.listen(() => wake());
  sending.onEnd(() => wake());
  while (!sending.isOver) {
    const batch = database.log.slice(next, next + 256);
    next += batch.length;
    await sending.all(batch.filter(wanted));
    if (batch.length > 0) continue;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (sending.isOver || database.log.length > next) resolve();
    });
  }
  stop();
}

function filterIn(options: Options): (event: StoredEvent) => boolean {
  const filter = options.getFilter();
  const byStream = filter?.getStreamIdentifier();
  const byType = filter?.getEventType();
  const expression = byStream ?? byType;
  if (!expression) return () => true;
  const pattern = expression.getRegex() === '' ? undefined : new RegExp(expression.getRegex());
  const prefixes = expression.getPrefixList();
  return (event) => {
    const text = byStream ? event.stream : event.type;
    return pattern ? pattern.test(text) : prefixes.some((prefix) => text.startsWith(prefix));
  };
}

const page = (events: readonly StoredEvent[], options: Options): readonly StoredEvent[] =>
  events.slice(0, Number(options.getCount()));

/** Where the first event stands that is at or after a position. */
function firstFrom(log: readonly StoredEvent[], position: bigint): number {
  let [low, high] = [0, log.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (log[middle]!.position < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is on its way to one reader, no faster than they take it, and as it was told to go wrong. */
class Sending {
  #sent = 0;
  #over = false;
  readonly #listeners: (() => void)[] = [];

  constructor(
    private readonly call: Call,
    private readonly fault: ReadFault | undefined,
    private readonly cut: () => Promise<void>,
  ) {
    const over = (): void => {
      this.#over = true;
      for (const listener of this.#listeners) listener();
    };
    call.on('cancelled', over);
    call.on('close', over);
  }

  get isOver(): boolean {
    return this.#over;
  }

  onEnd(listener: () => void): void {
    this.#listeners.push(listener);
  }

  write(answer: Uint8Array): boolean {
    return this.#over || this.call.write(answer);
  }

  end(): void {
    if (!this.#over && !this.#hangs()) this.call.end();
  }

  async all(events: Iterable<StoredEvent>): Promise<void> {
    for (const event of events) {
      if (this.#over || this.#hangs()) return;
      if (this.fault && 'drop' in this.fault && this.#sent >= this.fault.drop) {
        this.#over = true;
        return this.cut();
      }
      if (this.fault && 'slow' in this.fault) await setTimeout(this.fault.slow);
      if (this.fault && 'twice' in this.fault && this.#sent < this.fault.twice) this.write(answerWith(event));
      this.#sent += 1;
      if (!this.write(answerWith(event))) await this.#drained();
    }
  }

  #hangs(): boolean {
    return this.fault !== undefined && 'hang' in this.fault && this.#sent >= this.fault.hang;
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.call.once('drain', resolve);
      this.#listeners.push(resolve);
    });
  }
}

const CONFIRMATION = new streams.ReadResp()
  .setConfirmation(new streams.ReadResp.SubscriptionConfirmation())
  .serializeBinary();

const answers = new WeakMap<StoredEvent, Uint8Array>();

function answerWith(event: StoredEvent): Uint8Array {
  const known = answers.get(event);
  if (known) return known;
  const answer = responseOf(event).serializeBinary();
  answers.set(event, answer);
  return answer;
}

function responseOf(event: StoredEvent): Response {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(new shared.UUID().setString(event.id));
  recorded.setStreamIdentifier(
    new shared.StreamIdentifier().setStreamName(Buffer.from(event.stream, 'utf8').toString('base64')),
  );
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(String(event.position)).setPreparePosition(String(event.position));
  const metadata = recorded.getMetadataMap();
  metadata.set('type', event.type);
  metadata.set('content-type', event.contentType);
  metadata.set('created', String(BigInt(Date.now()) * TICKS_PER_MILLISECOND));
  recorded.setCustomMetadata(event.metadata).setData(event.data);
  const read = new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(event.position));
  return new streams.ReadResp().setEvent(read);
}
