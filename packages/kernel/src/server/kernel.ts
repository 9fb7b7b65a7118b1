import { randomUUID } from "node:crypto";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import type { ConnectionInfo } from "../protocol/connection.ts";
import { createMessage, type JsonObject, type Message } from "../protocol/message.ts";
import { InterruptFlag } from "../session/interrupt-flag.ts";
import { Session } from "../session/session.ts";
import { answers } from "./answers.ts";
import { installCellEnvironment } from "./cell-environment.ts";
import { CellOutput, CurrentOutput } from "./cell-output.ts";
import { startControl } from "./control.ts";
import { ShellQueue } from "./shell-queue.ts";
import { Sockets } from "./sockets.ts";

/** How long ZeroMQ has to send the last messages, milliseconds. */
const farewell = 50;

type Reply = (content: JsonObject) => void;

/** Jupyter's kernel protocol on top of one session. */
export class Kernel {
  readonly #session = randomUUID();
  readonly #sockets: Sockets;
  readonly #queue: ShellQueue = new ShellQueue((request) => this.#handle(request));
  readonly #output: CurrentOutput = new CurrentOutput();
  readonly #connection: ConnectionInfo;
  readonly #folder: string;
  readonly #interruptFlag: InterruptFlag = new InterruptFlag();
  #cells: Session | undefined;
  #executionCount = 0;

  /** @param folder the notebook's folder */
  constructor(connection: ConnectionInfo, folder: string) {
    this.#connection = connection;
    this.#sockets = new Sockets(connection);
    this.#folder = folder;
  }

  /** Binds the channels and serves requests until the kernel is shut down. Rejects when an address is taken. */
  async start(): Promise<void> {
    await this.#sockets.bind();
    await startControl(this.#connection, this.#session, this.#interruptFlag.buffer, {
      // A flag that is down again has stopped its cell: the next one must not be hit.
      interrupt: () => {
        if (!this.#interruptFlag.isRaised) return;
        if (this.#cells?.isRunning) this.#cells.interrupt();
        else void this.#forgetInterrupt();
      },
      answered: (request) => this.#showBusy(request),
      shutDown: () => void this.#end(),
    });
    // Node waits for the control thread when it ends, and ZeroMQ does not let that thread go.
    process.on("exit", () => process.kill(process.pid, "SIGKILL"));
    process.on("SIGINT", () => this.#cells?.interrupt());
    for await (const request of this.#sockets.requests()) this.#queue.add(request);
  }

  /** Nothing runs; but a cell that was sent before the interrupt may not have been read yet. */
  async #forgetInterrupt(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await nextTurn();
    if (!this.#cells?.isRunning) this.#interruptFlag.lower();
  }

  /** The session is loaded when it is first needed, so that kernel_info is answered before. */
  #loadCells(): Session {
    if (!this.#cells) {
      this.#cells = new Session(this.#folder, this.#interruptFlag);
      installCellEnvironment(this.#cells, this.#output);
    }
    return this.#cells;
  }

  async #handle(request: Message): Promise<void> {
    const type = request.header.msg_type;
    if (type === "execute_request") return this.#execute(request);
    await this.#answer(request, (reply) => {
      if (type === "shutdown_request") reply({ status: "ok", restart: request.content.restart === true });
      else this.#answerAtOnce(request, reply);
    });
    if (type === "shutdown_request") await this.#end();
    // The compiler takes a second to load: behind the first answer rather than before the first cell.
    if (type === "kernel_info_request") setImmediate(() => this.#loadCells());
  }

  /** A request that is not known gets no reply, as the protocol asks. */
  #answerAtOnce(request: Message, reply: Reply): void {
    const answer = answers.get(request.header.msg_type);
    if (answer) reply(answer(request.content, () => this.#loadCells()));
  }

  /**
   * A request is answered between the states busy and idle; one that is not known is answered by those alone, and one
   * that cannot be handled by an error.
   */
  async #answer(request: Message, handle: (reply: Reply) => void | Promise<void>): Promise<void> {
    this.#publish("status", { execution_state: "busy" }, request);
    const type = request.header.msg_type.replace(/_request$/, "_reply");
    const reply: Reply = (content) => this.#sockets.send("shell", this.#message(type, content, request));
    try {
      await handle(reply);
    } catch (error) {
      // A request that breaks its handler, such as one without its fields, must not cost the next one its answer.
      const { name: ename, message: evalue } = error as Error;
      reply({ status: "error", ename, evalue, traceback: [] });
    }
    this.#publish("status", { execution_state: "idle" }, request);
  }

  async #execute(request: Message): Promise<void> {
    const { code, silent = false, stop_on_error: stopOnError = true } = request.content;
    let aborted: Message[] = [];
    await this.#answer(request, async (reply) => {
      const cells = this.#loadCells();
      const isSilent = silent === true;
      const text = String(code ?? "");
      if (!isSilent) this.#executionCount++;
      const execution_count = this.#executionCount;
      const output = new CellOutput(this.#publish, request, isSilent);
      output.input(text, execution_count);
      const outcome = await this.#output.run(output, () => cells.execute(text, execution_count));
      this.#output.run(output, () => output.end());
      if ("error" in outcome) {
        const { name: ename, message: evalue, traceback } = outcome.error;
        output.error(outcome.error);
        if (stopOnError === true) aborted = await this.#queue.takeExecuteRequests();
        reply({
          status: "error",
          execution_count,
          ename,
          evalue,
          traceback,
          payload: [],
          user_expressions: {},
        });
      } else {
        const { shown } = outcome;
        for (const picture of shown?.pictures ?? []) output.display(picture, undefined, false);
        if (shown) output.result(shown.result, execution_count);
        output.flush();
        reply({ status: "ok", execution_count, payload: [], user_expressions: {} });
      }
    });
    for (const waiting of aborted) {
      await this.#answer(waiting, (reply) => reply({ status: "aborted" }));
    }
  }

  async #end(): Promise<void> {
    await this.#sockets.close();
    await delay(farewell);
    process.exit(0);
  }

  /** The states around a request that the control thread has answered. */
  #showBusy(request: Message): void {
    this.#publish("status", { execution_state: "busy" }, request);
    this.#publish("status", { execution_state: "idle" }, request);
  }

  readonly #publish = (type: string, content: JsonObject, parent: Message): void => {
    this.#sockets.send("iopub", this.#message(type, content, parent));
  };

  #message(type: string, content: JsonObject, parent: Message): Message {
    return createMessage(type, content, { session: this.#session, parent });
  }
}
