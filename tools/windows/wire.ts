// The cable between a game and the server: a proxy on a port of its own that can be pulled out and put back.
import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';

export class Wire {
  readonly port: number;
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  #isIn = true;

  private constructor(server: Server, port: number, target: number) {
    this.#server = server;
    this.port = port;
    server.on('connection', (near) => {
      if (!this.#isIn) return near.destroy();
      const far = createConnection(target, '127.0.0.1');
      for (const [end, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#ends.add(end);
        end.on('error', () => other.destroy());
        end.on('close', () => {
          this.#ends.delete(end);
          other.destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
  }

  /** `target`: the server's port. */
  static async to(target: number): Promise<Wire> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new Wire(server, address.port, target);
  }

  /** Without a goodbye. */
  pull(): void {
    this.#isIn = false;
    for (const end of this.#ends) end.destroy();
  }

  plug(): void {
    this.#isIn = true;
  }

  async close(): Promise<void> {
    this.pull();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
