import { Publisher, Reply, Router } from "zeromq";
import { type Channel, type ConnectionInfo, channelAddress } from "../protocol/connection.ts";
import { decodeMessage, encodeMessage, type Message } from "../protocol/message.ts";
import { Outbox } from "../protocol/outbox.ts";

/** How long messages may take to leave when the kernel ends, milliseconds. */
const linger = 1000;

/** The kernel's five sockets, bound to the addresses of a connection file. Messages on them are signed. */
export class Sockets {
  readonly #connection: ConnectionInfo;
  readonly #shell = new Router({ linger });
  readonly #control = new Router({ linger });
  readonly #stdin = new Router({ linger });
  readonly #heartbeat = new Reply({ linger: 0 });
  // No high-water mark: ZeroMQ would drop a cell's outputs when a client is slow to take them.
  readonly #iopub = new Publisher({ linger, sendHighWaterMark: 0 });
  readonly #outboxes = {
    shell: new Outbox(this.#shell),
    control: new Outbox(this.#control),
    iopub: new Outbox(this.#iopub),
  };

  constructor(connection: ConnectionInfo) {
    this.#connection = connection;
  }

  /** Throws when an address is taken. */
  async bind(): Promise<void> {
    const sockets: readonly (readonly [Channel, Router | Reply | Publisher])[] = [
      ["shell", this.#shell],
      ["control", this.#control],
      ["stdin", this.#stdin],
      ["hb", this.#heartbeat],
      ["iopub", this.#iopub],
    ];
    await Promise.all(
      sockets.map(([channel, socket]) => socket.bind(channelAddress(this.#connection, channel))),
    );
    void this.#echoHeartbeats();
  }

  send(channel: "shell" | "control" | "iopub", message: Message): void {
    this.#outboxes[channel].send(encodeMessage(message, this.#connection.key));
  }

  /** Hands each request of a channel on; what is not signed or not a message is dropped. */
  async receive(channel: "shell" | "control", onRequest: (request: Message) => void): Promise<void> {
    const socket = channel === "shell" ? this.#shell : this.#control;
    for await (const frames of socket) {
      let request: Message;
      try {
        request = decodeMessage(frames, this.#connection.key);
      } catch (error) {
        report(`Dropped a message on ${channel}: ${(error as Error).message}`);
        continue;
      }
      onRequest(request);
    }
  }

  /** Resolves when everything sent has left this process's queues. */
  async sent(): Promise<void> {
    await Promise.all(Object.values(this.#outboxes).map((outbox) => outbox.sent()));
  }

  close(): void {
    for (const socket of [this.#shell, this.#control, this.#stdin, this.#heartbeat, this.#iopub]) {
      socket.close();
    }
  }

  async #echoHeartbeats(): Promise<void> {
    for await (const beat of this.#heartbeat) await this.#heartbeat.send(beat);
  }
}

/** To the server's log, not to a cell. */
const report: (line: string) => void = (() => {
  const write = process.stderr.write.bind(process.stderr);
  return (line: string) => write(`${line}\n`);
})();
