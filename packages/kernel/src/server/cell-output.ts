import { AsyncLocalStorage } from "node:async_hooks";
import type { JsonObject, Message } from "../protocol/message.ts";
import type { CellError } from "../session/errors.ts";
import type { MimeBundle } from "../session/mime-bundle.ts";

/** Sends a message on the iopub channel, as an answer to `parent`. */
export type Publish = (type: string, content: JsonObject, parent: Message) => void;
export type StreamName = "stdout" | "stderr";

/** Text that is written faster than this is sent together, milliseconds. */
const streamInterval = 40;

/** What one execution shows. All of it is sent as an answer to the request that ran the cell. */
export class CellOutput {
  readonly #publish: Publish;
  /** The request that runs the cell. */
  readonly request: Message;
  readonly #silent: boolean;
  #stream: { readonly name: StreamName; text: string } | undefined;
  #lastSent = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #endings = new Set<() => void>();
  #hasEnded = false;

  constructor(publish: Publish, request: Message, silent: boolean) {
    this.#publish = publish;
    this.request = request;
    this.#silent = silent;
  }

  /** Text on a stream; leaves at once, or with what follows within a moment. */
  write(name: StreamName, text: string): void {
    if (text === "") return;
    if (this.#stream?.name !== name) this.flush();
    this.#stream ??= { name, text: "" };
    this.#stream.text += text;
    if (Date.now() - this.#lastSent >= streamInterval) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), streamInterval);
  }

  /** Sends the text that waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#stream) return;
    const { name, text } = this.#stream;
    this.#stream = undefined;
    this.#lastSent = Date.now();
    this.#publish("stream", { name, text }, this.request);
  }

  input(code: string, count: number): void {
    this.#send("execute_input", { code, execution_count: count });
  }

  result(bundle: MimeBundle, count: number): void {
    this.#send("execute_result", { ...bundle, execution_count: count });
  }

  error(error: CellError): void {
    this.#send("error", { ename: error.name, evalue: error.message, traceback: error.traceback });
  }

  display(bundle: MimeBundle, displayId: string | undefined, update: boolean): void {
    const transient = displayId === undefined ? {} : { display_id: displayId };
    this.#send(update ? "update_display_data" : "display_data", { ...bundle, transient });
  }

  /** Calls back when the cell has ended; false when it has already, and the callback will not be called. */
  atEnd(callback: () => void): boolean {
    if (!this.#hasEnded) this.#endings.add(callback);
    return !this.#hasEnded;
  }

  /** The cell has ended: those who asked show their last state. */
  end(): void {
    this.#hasEnded = true;
    for (const ending of this.#endings) {
      try {
        ending();
      } catch (error) {
        // Shown as what a cell leaves behind is, for the cell's own outcome stands.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
    this.#endings.clear();
  }

  clear(wait: boolean): void {
    this.#send("clear_output", { wait });
  }

  #send(type: string, content: JsonObject): void {
    this.flush();
    if (!this.#silent) this.#publish(type, content, this.request);
  }
}

/**
 * The execution to which running code belongs. What a cell leaves behind (a timer, a promise) stays that cell's; what
 * belongs to none is the last cell's.
 */
export class CurrentOutput {
  readonly #storage = new AsyncLocalStorage<CellOutput>();
  #last: CellOutput | undefined;

  get(): CellOutput | undefined {
    return this.#storage.getStore() ?? this.#last;
  }

  run<T>(output: CellOutput, body: () => T): T {
    this.#last = output;
    return this.#storage.run(output, body);
  }
}
