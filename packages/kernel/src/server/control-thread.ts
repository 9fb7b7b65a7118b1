/**
 * The thread that stays awake while a cell computes. It echoes heartbeats, answers on the control channel (interrupt,
 * shutdown) and ends the process when its parent is gone.
 */
import { parentPort, workerData } from "node:worker_threads";
import { Reply, Router } from "zeromq";
import { type ConnectionInfo, channelAddress } from "../protocol/connection.ts";
import { createMessage, encodeMessage, type JsonObject, type Message } from "../protocol/message.ts";
import { Outbox } from "../protocol/outbox.ts";
import { InterruptFlag } from "../session/interrupt-flag.ts";
import { kernelInfo } from "./kernel-info.ts";
import { type Parents, watchParents } from "./parent.ts";
import { requestsOf } from "./requests.ts";

export interface ControlThreadData {
  readonly connection: ConnectionInfo;
  readonly session: string;
  readonly interruptFlag: SharedArrayBuffer;
  readonly parents: Parents;
}

/**
 * What the main thread is told. `answered` requests still need their busy and idle, which only it can publish; the request
 * of an interrupt it sends back when it has taken note.
 */
export type ControlEvent =
  | { readonly type: "bound" }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "interrupt"; readonly turn: number; readonly request: Message }
  | { readonly type: "answered"; readonly request: Message; readonly shutDown: boolean };

/** How long a cell has to stop before it is sent a signal, milliseconds. */
const patience = 150;
/** How often the loops of cells look at the memory, milliseconds. */
const memoryInterval = 100;
/** How long the main thread has to end after a shutdown, milliseconds. */
const lastWords = 1500;

const { connection, session, interruptFlag, parents } = workerData as ControlThreadData;
const flag = new InterruptFlag(interruptFlag);
const heartbeat = new Reply({ linger: 0 });
const control = new Router({ linger: 1000 });
const outbox = new Outbox(control);
let signal: NodeJS.Timeout | undefined;

const tell = (event: ControlEvent): void => parentPort!.postMessage(event);
const endProcess = (): void => void process.kill(process.pid, "SIGKILL");

watchParents(parents, endProcess);
setInterval(() => flag.askForMemory(), memoryInterval);
if (await bind()) {
  parentPort!.on("message", (interrupted: Message) => {
    reply(interrupted, { status: "ok" });
    tell({ type: "answered", request: interrupted, shutDown: false });
  });
  void echoHeartbeats();
  for await (const request of requestsOf(control, connection.key)) answer(request);
}

/** Whether the addresses were free. */
async function bind(): Promise<boolean> {
  try {
    await heartbeat.bind(channelAddress(connection, "hb"));
    await control.bind(channelAddress(connection, "control"));
    tell({ type: "bound" });
    return true;
  } catch (error) {
    // The process will end, which it cannot do in order while a socket of this thread is open.
    heartbeat.close();
    control.close();
    tell({ type: "failed", message: (error as Error).message });
    return false;
  }
}

function answer(request: Message): void {
  const type = request.header.msg_type;
  if (type === "interrupt_request") {
    interrupt(request);
    return;
  }
  if (type === "shutdown_request") {
    reply(request, { status: "ok", restart: request.content.restart === true });
    setTimeout(endProcess, lastWords);
  } else if (type === "kernel_info_request") {
    reply(request, kernelInfo());
  }
  tell({ type: "answered", request, shutDown: type === "shutdown_request" });
}

function reply(request: Message, content: JsonObject): void {
  const type = request.header.msg_type.replace(/_request$/, "_reply");
  const message = createMessage(type, content, { session, parent: request });
  outbox.send(encodeMessage(message, connection.key));
}

/**
 * Interrupts the cell that runs, whatever it does: a loop of a cell looks at the flag, code that waits hears the message,
 * and a library that computes for the cell is stopped by the signal. The signal comes last, and only when the others did
 * not stop the cell, which they do more gently. On Windows it would end the process.
 * The reply waits for the main thread: who has it can send the next cell.
 */
function interrupt(request: Message): void {
  const turn = flag.raise();
  tell({ type: "interrupt", turn, request });
  if (process.platform !== "win32") signalLater(turn);
}

/** Sends the signal when the cell computes, which it may not do yet: it is compiled first. */
function signalLater(turn: number): void {
  clearTimeout(signal);
  signal = setTimeout(() => {
    if (!flag.isRaisedFor(turn)) return;
    if (flag.claimSignal(turn)) process.kill(process.pid, "SIGINT");
    else signalLater(turn);
  }, patience);
}

async function echoHeartbeats(): Promise<void> {
  for await (const beat of heartbeat) await heartbeat.send(beat);
}
