import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which anything can be sent, also what is no HTTP. */
export class RawConnection {
  #heard = '';
  #woken: (() => void) | undefined;
  readonly ended: Promise<unknown>;

  private constructor(readonly socket: Socket) {
    this.ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.setEncoding('utf8').on('data', (text: string) => {
      this.#heard += text;
      this.#woken?.();
    });
    socket.on('close', () => this.#woken?.());
  }

  static async to(address: string): Promise<RawConnection> {
    const { hostname, port } = new URL(address);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  send(text: string): void {
    this.socket.write(text);
  }

  get heard(): string {
    return this.#heard;
  }

  /** Waits until something has been heard, or the connection has ended. */
  async hears(what: RegExp): Promise<string> {
    while (!what.test(this.#heard) && !this.socket.closed)
      await new Promise<void>((resolve) => {
        this.#woken = resolve;
      });
    return this.#heard;
  }
}
