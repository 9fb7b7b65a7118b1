import { Dealer, Subscriber } from "zeromq";
import { type ConnectionInfo, channelAddress } from "../protocol/connection.ts";
import { decodeMessage, encodeMessage, type Message } from "../protocol/message.ts";
import { Outbox } from "../protocol/outbox.ts";

/** The channels on which a client both sends and receives. */
export type TwoWayChannel = "shell" | "control" | "stdin";

/** What is done with the messages that come, by channel. */
export type Receivers = Readonly<Record<TwoWayChannel | "iopub", (message: Message) => void>>;

/** A client's sockets, connected to the addresses of a connection file. Messages on them are signed. */
export class Channels {
  readonly #key: string;
  // The kernel knows by the shell's identity whom to ask over stdin.
  readonly #dealers: Readonly<Record<TwoWayChannel, Dealer>>;
  readonly #iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  readonly #outboxes: Readonly<Record<TwoWayChannel, Outbox>>;

  /** @param identity the client's name on all its sockets */
  constructor(connection: ConnectionInfo, identity: string, receivers: Receivers) {
    this.#key = connection.key;
    const connect = (channel: TwoWayChannel): Dealer => {
      const dealer = new Dealer({ linger: 0, routingId: identity });
      dealer.connect(channelAddress(connection, channel));
      void this.#receive(dealer, receivers[channel]);
      return dealer;
    };
    this.#dealers = { shell: connect("shell"), control: connect("control"), stdin: connect("stdin") };
    const { shell, control, stdin } = this.#dealers;
    this.#outboxes = { shell: new Outbox(shell), control: new Outbox(control), stdin: new Outbox(stdin) };
    this.#iopub.connect(channelAddress(connection, "iopub"));
    this.#iopub.subscribe();
    void this.#receive(this.#iopub, receivers.iopub);
  }

  send(channel: TwoWayChannel, message: Message): void {
    this.#outboxes[channel].send(encodeMessage(message, this.#key));
  }

  close(): void {
    for (const socket of [...Object.values(this.#dealers), this.#iopub]) socket.close();
  }

  async #receive(socket: Dealer | Subscriber, handle: (message: Message) => void): Promise<void> {
    for await (const frames of socket) {
      let message: Message;
      try {
        message = decodeMessage(frames, this.#key);
      } catch {
        // Not signed with this kernel's key: not this kernel's.
        continue;
      }
      handle(message);
    }
  }
}
