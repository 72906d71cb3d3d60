import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerErrorResponse,
  type ServerReadableStream,
  type sendUnaryData,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import service from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { Database, type Expected, type ProposedEvent } from './database.fixture.js';
import { Faults } from './faults.fixture.js';
import { answerRead, readMethod } from './read.fixture.js';

type Proposal = InstanceType<typeof streams.AppendReq>;
type Answer = InstanceType<typeof streams.AppendResp>;

/**
 * A server that speaks EventStoreDB's protocol on loopback, so that the real client can be put in front of it. It is a
 * double: what it keeps is in memory, and what it does wrong it was told to.
 */
export class EventStoreDBDouble {
  readonly database = new Database();
  readonly faults = new Faults();
  #server: Server | undefined;
  #port = 0;
  /** Answers that wait for the next append. */
  readonly #late: (() => void)[] = [];

  async start(): Promise<this> {
    const server = new Server({ 'grpc.max_receive_message_length': 32 * 1024 * 1024 });
    server.addService(
      { ...service.StreamsService, read: readMethod },
      {
        append: (call: ServerReadableStream<Proposal, Answer>, answer: sendUnaryData<Answer>) =>
          this.#append(call, answer),
        read: (call: ServerWritableStream<InstanceType<typeof streams.ReadReq>, Uint8Array>) =>
          answerRead(call, this.database, this.faults.nextRead(), () => this.breakConnections()),
      },
    );
    // The same port again: clients come back to where they were.
    this.#port = await new Promise<number>((resolve, reject) =>
      server.bindAsync(`127.0.0.1:${this.#port}`, ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
    this.#server = server;
    return this;
  }

  get port(): number {
    return this.#port;
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.#port}?tls=false`;
  }

  /** Everything that is connected is cut off; new connections are taken. */
  async breakConnections(): Promise<void> {
    this.#server?.forceShutdown();
    await this.start();
  }

  /** Nobody is there any more, until it is started again: what was written is. */
  stop(): void {
    this.#server?.forceShutdown();
    this.#server = undefined;
  }

  #append(call: ServerReadableStream<Proposal, Answer>, answer: sendUnaryData<Answer>): void {
    let options: InstanceType<typeof streams.AppendReq.Options> | undefined;
    const events: ProposedEvent[] = [];
    call.on('data', (request: Proposal) => {
      options ??= request.getOptions();
      const message = request.getProposedMessage();
      if (message) events.push(proposed(message));
    });
    let isOver = false;
    const take = (): void => {
      if (isOver || !options || events.length === 0) return;
      isOver = true;
      const stream = Buffer.from(options.getStreamIdentifier()!.getStreamName_asU8()).toString('utf8');
      this.#answer(stream, expectedIn(options), events, answer);
    };
    call.on('error', () => undefined);
    call.on('cancelled', () => {
      if (this.faults.tearsWhatIsCancelled) take();
    });
    // One that is cancelled, or whose connection is lost, may end here like one that is complete: the same turn tells.
    call.on('end', () => setImmediate(() => !call.cancelled && take()));
  }

  #answer(stream: string, expected: Expected, events: readonly ProposedEvent[], answer: sendUnaryData<Answer>): void {
    const fault = this.faults.nextAppend();
    for (const tell of this.#late.splice(0)) tell();
    switch (fault) {
      case 'connection-lost':
        return void this.breakConnections();
      case 'not-leader': {
        answer(failure(status.NOT_FOUND, fault, this.#leader()));
        return;
      }
      case 'access-denied': {
        answer(failure(status.PERMISSION_DENIED, fault));
        return;
      }
      case 'stream-deleted': {
        answer(failure(status.FAILED_PRECONDITION, fault, { 'stream-name': stream }));
        return;
      }
      case 'answer-lost':
        this.database.append(stream, expected, events);
        return void this.breakConnections();
      case 'answer-never':
        return void this.database.append(stream, expected, events);
      case 'answer-late': {
        this.#write(stream, expected, events, (...said) => this.#late.push(() => answer(...said)));
        return;
      }
      case 'torn':
        return void this.database.append(stream, expected, events.slice(0, Math.ceil(events.length / 2)));
      case undefined: {
        this.#write(stream, expected, events, answer);
        return;
      }
    }
  }

  #write(stream: string, expected: Expected, events: readonly ProposedEvent[], answer: sendUnaryData<Answer>): void {
    if (events.some(({ type, id }) => type === '' || id === '')) {
      answer(failure(status.UNKNOWN, '', {}, 'Exception was thrown by handler.'));
      return;
    }
    const written = this.database.append(stream, expected, events);
    const response = new streams.AppendResp();
    switch (written.is) {
      case 'too-large': {
        answer(failure(status.INVALID_ARGUMENT, 'maximum-append-size-exceeded', { 'maximum-append-size': '1048576' }));
        return;
      }
      case 'stream-deleted': {
        answer(failure(status.FAILED_PRECONDITION, 'stream-deleted', { 'stream-name': stream }));
        return;
      }
      case 'success': {
        const position = new streams.AppendResp.Position();
        position.setCommitPosition(String(written.position)).setPreparePosition(String(written.position));
        response.setSuccess(
          new streams.AppendResp.Success().setCurrentRevision(String(written.revision)).setPosition(position),
        );
        break;
      }
      case 'wrong-expected-version': {
        const wrong = new streams.AppendResp.WrongExpectedVersion();
        if (written.actual === 'no_stream') wrong.setCurrentNoStream(new shared.Empty());
        else wrong.setCurrentRevision(String(written.actual));
        if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
        else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
        else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new shared.Empty());
        else wrong.setExpectedRevision(String(expected));
        response.setWrongExpectedVersion(wrong);
      }
    }
    answer(null, response);
  }

  #leader(): Record<string, string> {
    return { 'leader-endpoint-host': '127.0.0.1', 'leader-endpoint-port': String(this.#port) };
  }
}

function expectedIn(options: InstanceType<typeof streams.AppendReq.Options>): Expected {
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  return options.hasRevision() ? BigInt(options.getRevision()) : 'any';
}

function proposed(message: InstanceType<typeof streams.AppendReq.ProposedMessage>): ProposedEvent {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

function failure(
  code: status,
  exception: string,
  more: Record<string, string> = {},
  details = exception,
): ServerErrorResponse {
  const metadata = new Metadata();
  if (exception !== '') metadata.set('exception', exception);
  for (const [key, value] of Object.entries(more)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
}
