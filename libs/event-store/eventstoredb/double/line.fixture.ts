import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a server on loopback that can be made to stand still: nothing is lost, and nothing passes. */
export class Line {
  readonly #server: Server;
  readonly #kept: (() => void)[] = [];
  #left = Infinity;
  #stands: () => void = () => undefined;

  constructor(port: number) {
    this.#server = createServer((client) => {
      const server = connect(port, '127.0.0.1');
      client.on('data', (bytes) => this.#pass(bytes, client, server));
      server.on('data', (bytes) => this.#backwards(bytes, client));
      for (const [end, other] of [
        [client, server],
        [server, client],
      ] as const)
        end.on('error', () => undefined).on('close', () => other.destroy());
    });
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${(this.#server.address() as AddressInfo).port}?tls=false`;
  }

  /** Stands still, both ways, when so many more bytes have come from the client. Answers when it does. */
  stopAfter(bytes: number): Promise<void> {
    this.#left = bytes;
    return new Promise((resolve) => (this.#stands = resolve));
  }

  goOn(): void {
    this.#left = Infinity;
    for (const pass of this.#kept.splice(0)) pass();
  }

  close(): void {
    this.#server.close();
  }

  #pass(bytes: Buffer, client: Socket, server: Socket): void {
    const now = bytes.subarray(0, this.#left);
    server.write(now);
    this.#left -= now.length;
    if (this.#left > 0) return;
    client.pause();
    this.#kept.push(() => {
      server.write(bytes.subarray(now.length));
      client.resume();
    });
    this.#stands();
  }

  #backwards(bytes: Buffer, client: Socket): void {
    if (this.#left > 0) client.write(bytes);
    else this.#kept.push(() => client.write(bytes));
  }
}
