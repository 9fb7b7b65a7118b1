import { randomUUID } from "node:crypto";
import type { JsonObject, Message } from "../protocol/message.ts";

/** What travels beside a comm message's data. */
export interface CommExtras {
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

/** What the other side has sent. */
export interface CommMessage {
  readonly data: JsonObject;
  readonly metadata: JsonObject;
  readonly buffers: readonly Uint8Array[];
}

/** One side of a two-way line between a library in the kernel and its counterpart in the client, such as a widget. */
export interface Comm {
  readonly id: string;
  readonly targetName: string;
  /** Called with each message of the other side. */
  onMessage: ((message: CommMessage) => void) | undefined;
  /** Called when the other side closes the comm. */
  onClose: ((message: CommMessage) => void) | undefined;
  send(data: JsonObject, extras?: CommExtras): void;
  /** Closes both sides. */
  close(data?: JsonObject, extras?: CommExtras): void;
}

/** Called when the other side opens a comm of a registered target. */
export type CommOpened = (comm: Comm, message: CommMessage) => void;

type Send = (type: string, content: JsonObject, extras: CommExtras) => void;

/** The comms that are open and who takes new ones. Source: "Messaging in Jupyter", Custom Messages. */
export class Comms {
  readonly #send: Send;
  readonly #targets = new Map<string, CommOpened>();
  readonly #open = new Map<string, Comm>();

  /** @param send publishes a message to the clients */
  constructor(send: Send) {
    this.#send = send;
  }

  /** Takes the comms that clients open for a target; a later registration replaces an earlier one. */
  readonly register = (targetName: string, opened: CommOpened): void => {
    this.#targets.set(targetName, opened);
  };

  /** Opens a comm to the clients' handler of a target. */
  readonly open = (targetName: string, data: JsonObject = {}, extras: CommExtras = {}): Comm => {
    const comm = this.#add(randomUUID(), targetName);
    this.#send("comm_open", { comm_id: comm.id, target_name: targetName, data }, extras);
    return comm;
  };

  /** The open comms for comm_info_reply, all or those of a target. */
  info(targetName: unknown): JsonObject {
    const asked = [...this.#open.values()].filter(
      (comm) => typeof targetName !== "string" || comm.targetName === targetName,
    );
    return Object.fromEntries(asked.map((comm) => [comm.id, { target_name: comm.targetName }]));
  }

  /** Takes a comm message of a client. Throws what the library that it is for throws. */
  receive({ header, content, metadata, buffers }: Message): void {
    const id = String(content.comm_id);
    const message: CommMessage = { data: (content.data ?? {}) as JsonObject, metadata, buffers };
    if (header.msg_type === "comm_open") {
      this.#opened(id, String(content.target_name), message);
      return;
    }
    const comm = this.#open.get(id);
    if (header.msg_type === "comm_msg") comm?.onMessage?.(message);
    else if (this.#open.delete(id)) comm?.onClose?.(message);
  }

  #opened(id: string, targetName: string, message: CommMessage): void {
    const opened = this.#targets.get(targetName);
    // Nobody takes it: the client is told, lest it wait for an answer.
    if (!opened) {
      this.#send("comm_close", { comm_id: id, data: {} }, {});
      return;
    }
    const comm = this.#add(id, targetName);
    try {
      opened(comm, message);
    } catch (error) {
      comm.close();
      throw error;
    }
  }

  #add(id: string, targetName: string): Comm {
    const comm: Comm = {
      id,
      targetName,
      onMessage: undefined,
      onClose: undefined,
      send: (data, extras = {}) => {
        if (this.#open.get(id) !== comm) {
          throw new Error(`Cannot send on comm ${id} of ${JSON.stringify(targetName)}: it is closed`);
        }
        this.#send("comm_msg", { comm_id: id, data }, extras);
      },
      close: (data = {}, extras = {}) => {
        if (this.#open.get(id) !== comm) return;
        this.#open.delete(id);
        this.#send("comm_close", { comm_id: id, data }, extras);
      },
    };
    this.#open.set(id, comm);
    return comm;
  }
}
