import type { JsonObject } from "../protocol/message.ts";
import type { Output } from "./outputs.ts";

export interface StartKernelOptions {
  /** The notebook's folder, from which cells import. */
  readonly cwd: string;
  /** Another kernel's command, with "{connection_file}"; the Layerbook kernel by default. */
  readonly argv?: readonly string[];
  /** Environment of the kernel; this process's by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** How interrupt() reaches the kernel: by default "message", and "signal" (SIGINT) for another kernel. */
  readonly interruptMode?: "signal" | "message";
  /** Longest wait for the kernel's first answer, milliseconds; 30 seconds by default. */
  readonly timeoutMs?: number;
}

/** Called with each message that the kernel publishes for a request, as it comes. */
export type OnMessage = (type: string, content: JsonObject, buffers: readonly Uint8Array[]) => void;

export interface NotifyOptions {
  readonly onMessage?: OnMessage;
  /** Bytes that travel beside the content, as those of widgets do. */
  readonly buffers?: readonly Uint8Array[];
}

export interface ExecuteOptions {
  readonly onMessage?: OnMessage;
  /** Longest wait for the cell's end, milliseconds; 60 seconds by default. The cell goes on when it has passed. */
  readonly timeoutMs?: number;
  /** Whether an error of this cell aborts the cells that were already sent; true by default, as in Jupyter. */
  readonly stopOnError?: boolean;
  readonly silent?: boolean;
  /** How long outputs are waited for that come after the kernel is idle, as stock tslab's and Deno's may, milliseconds; 0 by default. */
  readonly lateMs?: number;
  /** Whether the cell is counted and remembered; true by default, unless it is silent. */
  readonly storeHistory?: boolean;
  /** Expressions to evaluate after the cell, by name; their values are in the reply. */
  readonly userExpressions?: Readonly<Record<string, string>>;
  /** Answers what the cell asks with `input`; without it the cell is told that nobody answers. */
  readonly onInput?: (prompt: string, password: boolean) => string | Promise<string>;
}

export interface ExecuteResult {
  /** "aborted" when an earlier cell's error kept this one from running. */
  readonly status: "ok" | "error" | "aborted";
  readonly executionCount: number | null;
  readonly outputs: Output[];
  /** Content of the kernel's reply. */
  readonly reply: JsonObject;
}
