import { setTimeout as wait } from "node:timers/promises";
import type { Message } from "../protocol/message.ts";

/** How long requests that were sent before an error may take to arrive, milliseconds. */
const arrival = 20;

/** Requests of the shell channel, one at a time and in order. */
export class ShellQueue {
  /** Must not reject: what goes wrong is its answer to the request. */
  readonly #handle: (request: Message) => Promise<void>;
  #waiting: Message[] = [];
  #running = false;

  constructor(handle: (request: Message) => Promise<void>) {
    this.#handle = handle;
  }

  add(request: Message): void {
    this.#waiting.push(request);
    if (!this.#running) void this.#run();
  }

  /**
   * Takes the execute requests that wait: those that were sent while a cell ran that has now failed. To be called before
   * the failure is reported, so that a request that is sent in answer to it is not among them.
   */
  async takeExecuteRequests(): Promise<Message[]> {
    await wait(arrival);
    const isExecute = ({ header }: Message) => header.msg_type === "execute_request";
    const taken = this.#waiting.filter(isExecute);
    this.#waiting = this.#waiting.filter((request) => !isExecute(request));
    return taken;
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (let request = this.#waiting.shift(); request; request = this.#waiting.shift()) {
      await this.#handle(request);
    }
    this.#running = false;
  }
}
