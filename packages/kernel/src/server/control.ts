import { Worker } from "node:worker_threads";
import type { ConnectionInfo } from "../protocol/connection.ts";
import type { Message } from "../protocol/message.ts";
import type { ControlEvent, ControlThreadData } from "./control-thread.ts";
import { findParents } from "./parent.ts";

export interface ControlHandlers {
  /**
   * Resolves when the interrupt will hit nothing that is yet to come.
   * @param turn number of the turn that the flag was raised for
   */
  interrupt(turn: number): Promise<void>;
  /** A control request has been answered. */
  answered(request: Message): void;
  shutDown(): void;
}

/**
 * Starts the control thread; resolves when its channels are bound.
 * Rejects when an address is taken.
 */
export async function startControl(
  connection: ConnectionInfo,
  session: string,
  interruptFlag: SharedArrayBuffer,
  handlers: ControlHandlers,
): Promise<void> {
  const workerData: ControlThreadData = { connection, session, interruptFlag, parents: findParents() };
  const thread = new Worker(new URL("./control-thread.js", import.meta.url), { workerData });
  await new Promise<void>((resolve, reject) => {
    thread.once("error", reject);
    thread.on("message", (event: ControlEvent) => {
      if (event.type === "bound") resolve();
      else if (event.type === "failed") reject(new Error(event.message));
      else if (event.type === "interrupt") {
        void handlers.interrupt(event.turn).then(() => thread.postMessage(event.request));
      } else {
        handlers.answered(event.request);
        if (event.shutDown) handlers.shutDown();
      }
    });
  });
}
