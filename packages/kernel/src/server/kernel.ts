import { randomUUID } from "node:crypto";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import type { ConnectionInfo } from "../protocol/connection.ts";
import { createMessage, type JsonObject, type Message } from "../protocol/message.ts";
import { InterruptFlag } from "../session/interrupt-flag.ts";
import { Session } from "../session/session.ts";
import { answers } from "./answers.ts";
import { installCellEnvironment } from "./cell-environment.ts";
import { CellOutput, CurrentOutput } from "./cell-output.ts";
import { CellRunner } from "./cell-runner.ts";
import { Comms } from "./comms.ts";
import { startControl } from "./control.ts";
import { History } from "./history.ts";
import { Questions } from "./questions.ts";
import { ShellQueue } from "./shell-queue.ts";
import { Sockets } from "./sockets.ts";

/** How long ZeroMQ has to send the last messages, milliseconds. */
const farewell = 50;

/** Messages to which there is no reply. */
const commTypes: ReadonlySet<string> = new Set(["comm_open", "comm_msg", "comm_close"]);

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
  readonly #history: History = new History();
  readonly #runner: CellRunner;
  readonly #questions: Questions;
  readonly #comms: Comms = new Comms((type, content, extras) => {
    const origin = { session: this.#session, parent: this.#output.get()?.request, ...extras };
    this.#sockets.send("iopub", createMessage(type, content, origin));
  });
  #cells: Session | undefined;

  /** @param folder the notebook's folder */
  constructor(connection: ConnectionInfo, folder: string) {
    this.#connection = connection;
    this.#sockets = new Sockets(connection);
    this.#folder = folder;
    this.#runner = new CellRunner(this.#publish, this.#output, this.#history);
    this.#questions = new Questions((message) => this.#sockets.send("stdin", message), this.#session);
  }

  /** Binds the channels and serves requests until the kernel is shut down. Rejects when an address is taken. */
  async start(): Promise<void> {
    await this.#sockets.bind();
    // The first answers do not wait for the thread, which is about as long in starting as they are.
    const control = startControl(this.#connection, this.#session, this.#interruptFlag.buffer, {
      interrupt: (turn) => this.#interrupt(turn),
      answered: (request) => this.#showBusy(request),
      shutDown: () => void this.#end(),
    }).then(() => {
      // Node waits for the control thread when it ends, and ZeroMQ does not let that thread go.
      process.on("exit", () => process.kill(process.pid, "SIGKILL"));
    });
    process.on("SIGINT", () => this.#cells?.interrupt());
    void this.#welcomeSubscribers();
    void this.#receiveAnswers();
    await Promise.all([control, this.#receiveRequests()]);
  }

  async #receiveRequests(): Promise<void> {
    for await (const request of this.#sockets.requests()) this.#queue.add(request);
  }

  /** A client that is greeted knows that it will miss nothing from here on. */
  async #welcomeSubscribers(): Promise<void> {
    for await (const subscription of this.#sockets.subscriptions()) {
      const message = createMessage("iopub_welcome", { subscription }, { session: this.#session });
      this.#sockets.send("iopub", { ...message, identities: [Buffer.from(subscription)] });
    }
  }

  async #receiveAnswers(): Promise<void> {
    for await (const answer of this.#sockets.answers()) this.#questions.receive(answer);
  }

  /** Resolves when what is sent from here on will not be hit. */
  async #interrupt(turn: number): Promise<void> {
    if (!this.#interruptFlag.isRaisedFor(turn)) return;
    if (this.#cells?.isRunning) return this.#cells.interrupt();
    // Nothing runs; but a cell that came before the interrupt may not have been read yet, when this thread was busy. In the
    // second turn of the event loop, at the latest, everything has been read that was there in this one.
    for (let turns = 0; turns < 2; turns++) await nextTurn();
    if (this.#interruptFlag.isRaisedFor(turn)) this.#interruptFlag.lower();
  }

  /** The session is loaded when it is first needed, so that kernel_info is answered before. */
  #loadCells(): Session {
    if (!this.#cells) {
      this.#cells = new Session(this.#folder, this.#interruptFlag);
      installCellEnvironment(this.#cells, this.#output, {
        questions: this.#questions,
        comms: this.#comms,
      });
    }
    return this.#cells;
  }

  async #handle(request: Message): Promise<void> {
    const type = request.header.msg_type;
    if (type === "execute_request") return this.#execute(request);
    if (commTypes.has(type)) return this.#answer(request, () => this.#receiveComm(request));
    await this.#answer(request, (reply) => {
      if (type === "shutdown_request") reply({ status: "ok", restart: request.content.restart === true });
      else this.#answerAtOnce(request, reply);
    });
    if (type === "shutdown_request") await this.#end();
    // The compiler takes long to load: behind the first answer rather than before the first cell.
    if (type === "kernel_info_request") setImmediate(() => this.#loadCells());
  }

  /** A request that is not known gets no reply, as the protocol asks. */
  #answerAtOnce(request: Message, reply: Reply): void {
    const answer = answers.get(request.header.msg_type);
    if (answer)
      reply(answer(request.content, () => this.#loadCells(), { history: this.#history, comms: this.#comms }));
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
    let aborted: Message[] = [];
    await this.#answer(request, async (reply) => {
      const content = await this.#inItsTurn(async () => this.#runner.run(request, this.#loadCells()));
      if (content.status === "error" && request.content.stop_on_error !== false) {
        aborted = await this.#queue.takeExecuteRequests();
      }
      reply(content);
    });
    for (const waiting of aborted) {
      await this.#answer(waiting, (reply) => reply({ status: "aborted" }));
    }
  }

  /** What a library does on a comm message belongs to that message: what it shows, and what it throws. */
  async #receiveComm(request: Message): Promise<void> {
    const output = new CellOutput(this.#publish, request, false);
    await this.#inItsTurn(async () =>
      this.#output.run(output, () => {
        try {
          this.#comms.receive(request);
        } catch (error) {
          output.write("stderr", `${this.#loadCells().describeError(error).traceback.join("\n")}\n`);
        }
      }),
    );
    output.flush();
  }

  /** Runs what an interrupt stops. */
  async #inItsTurn<T>(body: () => Promise<T>): Promise<T> {
    this.#interruptFlag.begin();
    try {
      return await body();
    } finally {
      this.#interruptFlag.end();
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
