import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { kernelArgv } from "../install/kernel-argv.ts";
import { createMessage, type JsonObject, type Message } from "../protocol/message.ts";
import { Channels } from "./channels.ts";
import { KernelProcess } from "./kernel-process.ts";
import type { ExecuteOptions, ExecuteResult, NotifyOptions, StartKernelOptions } from "./options.ts";
import { type Displays, OutputCollector } from "./outputs.ts";
import { withLimit } from "./time-limit.ts";

/** What comes of a request. */
interface Expected {
  readonly hasReply?: boolean;
  readonly buffers?: readonly Uint8Array[] | undefined;
  /** How long it is listened for what is published after the end, milliseconds. */
  readonly lateMs?: number;
  readonly onPublished?: (message: Message) => void;
  readonly onInput?: ExecuteOptions["onInput"];
}

interface Pending {
  readonly onInput?: ExecuteOptions["onInput"];
  onPublished(message: Message): void;
  onReply(message: Message): void;
}

/** A kernel in a process of its own, spoken to as Jupyter does. */
export class KernelClient {
  readonly #process: KernelProcess;
  readonly #session = randomUUID();
  readonly #channels: Channels;
  readonly #pending = new Map<string, Pending>();
  readonly #displays: Displays = new Map();
  readonly #interruptMode: "signal" | "message";
  /** Resolves when something has been published. */
  readonly #subscribed: Promise<void>;
  #info: JsonObject = {};
  #closed = false;

  /** Starts a kernel and waits for its first answer. Rejects when it ends or gives none in time. */
  static async start(options: StartKernelOptions): Promise<KernelClient> {
    const { argv = kernelArgv().argv, cwd, env = process.env, timeoutMs = 30_000 } = options;
    const interruptMode = options.interruptMode ?? (options.argv ? "signal" : "message");
    const client = new KernelClient(await KernelProcess.start(argv, cwd, env), interruptMode);
    try {
      await client.#connect(timeoutMs);
      return client;
    } catch (error) {
      await client.#end(0);
      throw error;
    }
  }

  private constructor(process: KernelProcess, interruptMode: "signal" | "message") {
    this.#process = process;
    this.#interruptMode = interruptMode;
    let published: () => void = () => {};
    this.#subscribed = new Promise<void>((resolve) => {
      published = resolve;
    });
    const onReply = (message: Message) => this.#pendingOf(message)?.onReply(message);
    this.#channels = new Channels(process.connection, this.#session, {
      shell: onReply,
      control: onReply,
      stdin: (message) => void this.#answer(message),
      iopub: (message) => {
        published();
        this.#pendingOf(message)?.onPublished(message);
      },
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Resolves when the kernel's process has ended by itself; rejects when it lives on after the time given. */
  async ended(timeoutMs: number): Promise<void> {
    const death = this.#process.death.catch(() => {});
    await withLimit(death, timeoutMs, `The kernel did not end within ${timeoutMs} ms`);
  }

  /** Content of the kernel's kernel_info_reply. */
  info(): JsonObject {
    return this.#info;
  }

  /**
   * Runs a cell and gathers its outputs.
   * Rejects when the cell has not ended in time, or the kernel ends, with the end of what it wrote to stderr.
   */
  async execute(code: string, options: ExecuteOptions = {}): Promise<ExecuteResult> {
    const { onMessage, timeoutMs = 60_000, stopOnError = true, silent = false } = options;
    const { storeHistory = !silent, userExpressions = {}, lateMs = 0, onInput } = options;
    const collector = new OutputCollector(this.#displays);
    const reply = await this.#request(
      "shell",
      "execute_request",
      {
        code,
        silent,
        store_history: storeHistory,
        user_expressions: userExpressions,
        allow_stdin: onInput !== undefined,
        stop_on_error: stopOnError,
      },
      timeoutMs,
      {
        onPublished: (message) => {
          onMessage?.(message.header.msg_type, message.content, message.buffers);
          collector.add(message);
        },
        lateMs,
        onInput,
      },
    );
    const count = reply.execution_count;
    return {
      // Stock tslab calls it "abort".
      status: reply.status === "abort" ? "aborted" : (reply.status as ExecuteResult["status"]),
      executionCount: typeof count === "number" ? count : null,
      outputs: collector.outputs,
      reply,
    };
  }

  /** Sends any other request and resolves to the content of its reply. */
  async request(
    type: string,
    content: JsonObject = {},
    options: { readonly channel?: "shell" | "control"; readonly timeoutMs?: number } = {},
  ): Promise<JsonObject> {
    return this.#request(options.channel ?? "shell", type, content, options.timeoutMs ?? 30_000);
  }

  /** Sends a message that has no reply, such as comm_msg; resolves when the kernel has handled it. */
  async notify(type: string, content: JsonObject, { onMessage, buffers }: NotifyOptions = {}): Promise<void> {
    await this.#request("shell", type, content, 30_000, {
      hasReply: false,
      buffers,
      onPublished: (message) => onMessage?.(message.header.msg_type, message.content, message.buffers),
    });
  }

  /** Stops the cell that runs; its execute() then resolves to an error. */
  async interrupt(): Promise<void> {
    if (this.#interruptMode === "signal") this.#process.signal("SIGINT");
    else await this.request("interrupt_request", {}, { channel: "control" });
  }

  /** Asks the kernel to end, and ends it when it does not. */
  async shutdown(): Promise<void> {
    if (this.#closed) return;
    this.#channels.send("control", this.#message("shutdown_request", { restart: false }));
    await this.#end(3000);
  }

  async #end(grace: number): Promise<void> {
    this.#closed = true;
    await this.#process.ended(grace);
    this.#channels.close();
  }

  async #connect(timeoutMs: number): Promise<void> {
    const started = (async () => {
      this.#info = await this.#untilReply("kernel_info_request", timeoutMs);
      // A subscription takes a moment, and what is published before it is lost: ask until something is heard.
      for (let heard = false; !heard; ) {
        this.#channels.send("shell", this.#message("kernel_info_request", {}));
        heard = await Promise.race([this.#subscribed.then(() => true), delay(200).then(() => false)]);
      }
    })();
    const late = `The kernel gave no answer within ${timeoutMs} ms of its start`;
    await withLimit(Promise.race([started, this.#process.death]), timeoutMs, late);
  }

  /** The first answer may come before the subscription stands, so that no idle state is heard. */
  #untilReply(type: string, timeoutMs: number): Promise<JsonObject> {
    return new Promise((resolve, reject) => {
      const message = this.#message(type, {});
      setTimeout(reject, timeoutMs, new Error("No answer")).unref();
      this.#pending.set(message.header.msg_id, {
        onPublished: () => {},
        onReply: ({ content }) => {
          this.#pending.delete(message.header.msg_id);
          resolve(content);
        },
      });
      this.#channels.send("shell", message);
    });
  }

  /** Sends a request; resolves with the reply's content when the kernel has also said that it is idle again. */
  async #request(
    channel: "shell" | "control",
    type: string,
    content: JsonObject,
    timeoutMs: number,
    { hasReply = true, buffers, lateMs = 0, onPublished, onInput }: Expected = {},
  ): Promise<JsonObject> {
    if (this.#closed) throw new Error(`Cannot send ${type}: the kernel is shut down`);
    const request = this.#message(type, content, buffers);
    const id = request.header.msg_id;
    const replied = new Promise<JsonObject>((resolve) => {
      let reply: JsonObject | undefined = hasReply ? undefined : {};
      let idle = false;
      const settle = () => {
        if (reply && idle) resolve(reply);
      };
      this.#pending.set(id, {
        onInput,
        onPublished: (message) => {
          onPublished?.(message);
          idle ||= message.header.msg_type === "status" && message.content.execution_state === "idle";
          settle();
        },
        onReply: (message) => {
          reply = message.content;
          settle();
        },
      });
    });
    this.#channels.send(channel, request);
    try {
      const late = `The kernel did not answer ${type} within ${timeoutMs} ms`;
      const reply = await withLimit(Promise.race([replied, this.#process.death]), timeoutMs, late);
      if (lateMs > 0) await delay(lateMs);
      return reply;
    } finally {
      this.#pending.delete(id);
    }
  }

  async #answer(question: Message): Promise<void> {
    const { prompt, password } = question.content;
    const value = await this.#pendingOf(question)?.onInput?.(String(prompt), password === true);
    if (value === undefined) return;
    const origin = { session: this.#session, username: "layerbook", parent: question };
    this.#channels.send("stdin", createMessage("input_reply", { value }, origin));
  }

  #pendingOf({ parentHeader }: Message): Pending | undefined {
    return this.#pending.get(parentHeader.msg_id ?? "");
  }

  #message(type: string, content: JsonObject, buffers?: readonly Uint8Array[]): Message {
    return createMessage(type, content, { session: this.#session, username: "layerbook", buffers });
  }
}

/** Starts a kernel in a process of its own; shut it down when done. */
export function startKernel(options: StartKernelOptions): Promise<KernelClient> {
  return KernelClient.start(options);
}
