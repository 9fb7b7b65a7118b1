import { Router, XPublisher } from "zeromq";
import { type ConnectionInfo, channelAddress } from "../protocol/connection.ts";
import { encodeMessage, type Message } from "../protocol/message.ts";
import { Outbox } from "../protocol/outbox.ts";
import { requestsOf } from "./requests.ts";

/** How long messages may take to leave when the kernel ends, milliseconds. */
const linger = 1000;

/** First byte of ZeroMQ's message for a subscription; that for its end is 0. */
const subscribe = 1;

/** The main thread's sockets, bound to the addresses of a connection file. Messages on them are signed. */
export class Sockets {
  readonly #connection: ConnectionInfo;
  readonly #shell = new Router({ linger });
  readonly #stdin = new Router({ linger });
  // No high-water mark: ZeroMQ would drop a cell's outputs when a client is slow to take them. No timeout: a publisher never
  // has to wait, and with one every 513th message would, for the event loop, which a cell that computes does not run.
  readonly #iopub = new XPublisher({
    linger,
    sendHighWaterMark: 0,
    sendTimeout: 0,
    verbosity: "allSubs",
  });
  readonly #outboxes = {
    shell: new Outbox(this.#shell),
    stdin: new Outbox(this.#stdin),
    iopub: new Outbox(this.#iopub),
  };

  constructor(connection: ConnectionInfo) {
    this.#connection = connection;
  }

  /** Rejects when an address is taken. */
  async bind(): Promise<void> {
    await Promise.all([
      this.#shell.bind(channelAddress(this.#connection, "shell")),
      this.#stdin.bind(channelAddress(this.#connection, "stdin")),
      this.#iopub.bind(channelAddress(this.#connection, "iopub")),
    ]);
  }

  send(channel: "shell" | "stdin" | "iopub", message: Message): void {
    this.#outboxes[channel].send(encodeMessage(message, this.#connection.key));
  }

  /** The topics to which clients subscribe, as they do; "" is everything. */
  async *subscriptions(): AsyncGenerator<string> {
    for await (const [frame] of this.#iopub) {
      if (frame?.[0] === subscribe) yield frame.subarray(1).toString();
    }
  }

  /** The requests on the shell channel, as they come. */
  requests(): AsyncGenerator<Message> {
    return requestsOf(this.#shell, this.#connection.key);
  }

  /** The answers on the stdin channel, as they come. */
  answers(): AsyncGenerator<Message> {
    return requestsOf(this.#stdin, this.#connection.key);
  }

  /** Hands over what is still to be sent and closes; ZeroMQ sends it while the process ends. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.#outboxes).map((outbox) => outbox.sent()));
    for (const socket of [this.#shell, this.#stdin, this.#iopub]) socket.close();
  }
}
