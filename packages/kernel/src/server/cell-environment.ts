import { StringDecoder } from "node:string_decoder";
import { inspect } from "node:util";
import { InterruptedError } from "../session/interrupt-flag.ts";
import { toBundle } from "../session/mime-bundle.ts";
import type { Session } from "../session/session.ts";
import type { CurrentOutput, StreamName } from "./cell-output.ts";
import type { Comms } from "./comms.ts";
import type { Questions } from "./questions.ts";

const hostSymbol = Symbol.for("layerbook.host");

/** What libraries find under `globalThis[Symbol.for("layerbook.host")]`. */
export interface Host {
  /**
   * Shows a MIME bundle now, or updates the displays of `displayId`.
   * Throws a TypeError when the bundle is no object of MIME types, or an update names no display.
   */
  display(
    bundle: object,
    options?: { readonly displayId?: string; readonly update?: boolean; readonly metadata?: object },
  ): void;
  /** Removes the cell's outputs so far; with `wait`, when the next one comes. */
  clear(options?: { readonly wait?: boolean }): void;
  /**
   * Calls back once when the running cell has ended, whether it failed or not, so that what is drawn now and then can show
   * its last state. A callback that was given already is called once all the same.
   */
  atEnd(callback: () => void): void;
  /** Two-way lines to the clients, for widgets. */
  readonly comms: Pick<Comms, "register" | "open">;
}

/** Connects what cells see (streams, host, `input`, `tslab.display`, late errors) with the messages of their execution. */
export function installCellEnvironment(
  session: Session,
  current: CurrentOutput,
  { questions, comms }: { readonly questions: Questions; readonly comms: Comms },
): void {
  redirectStream("stdout", current);
  redirectStream("stderr", current);

  const host: Host = {
    display(bundle, { displayId, update = false, metadata } = {}) {
      const given = toBundle(bundle);
      if (!given) throw new TypeError(`Cannot display ${inspect(bundle)}: expected an object of MIME types`);
      if (update && displayId === undefined) {
        throw new TypeError("Cannot update a display without its displayId");
      }
      const merged = { ...given, metadata: { ...given.metadata, ...metadata } };
      current.get()?.display(merged, displayId, update);
    },
    clear: ({ wait = false } = {}) => current.get()?.clear(wait),
    atEnd: (callback) => current.get()?.atEnd(callback),
    comms: { register: comms.register, open: comms.open },
  };
  Object.defineProperty(globalThis, hostSymbol, { value: host, configurable: true });

  // Declared for cells in types/notebook.
  const input = (prompt: unknown = "", { password = false }: { readonly password?: boolean } = {}) =>
    questions.ask(current.get(), String(prompt), password === true);
  Object.defineProperty(globalThis, "input", { value: input, configurable: true, writable: true });

  session.tslab.jupyter.lastWriteDisplayData = ({ data, metadata, transient }, update) => {
    const id = (transient as { display_id?: string } | undefined)?.display_id;
    current.get()?.display({ data: { ...data }, metadata: { ...metadata } }, id, update);
  };

  const showLateError = (thrown: unknown) => {
    // The cell itself says that it was interrupted.
    if (thrown instanceof InterruptedError) return session.forgetInterrupt();
    current.get()?.write("stderr", `${session.describeError(thrown).traceback.join("\n")}\n`);
  };
  process.on("uncaughtException", showLateError);
  process.on("unhandledRejection", showLateError);
}

function redirectStream(name: StreamName, current: CurrentOutput): void {
  const stream = process[name];
  const original = stream.write.bind(stream) as (chunk: string | Uint8Array) => boolean;
  const decoder = new StringDecoder("utf8");
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const output = current.get();
    const text = typeof chunk === "string" ? decodeString(chunk, rest[0]) : decoder.write(Buffer.from(chunk));
    if (output) output.write(name, text);
    else original(chunk);
    const written = rest.find((argument) => typeof argument === "function");
    if (written) queueMicrotask(() => (written as () => void)());
    return true;
  };
}

/** A string may be written in another encoding, such as base64. */
function decodeString(text: string, encoding: unknown): string {
  const isText =
    typeof encoding !== "string" || /^(utf-?8|utf16le|ucs-?2|latin1|ascii|binary)$/i.test(encoding);
  return isText ? text : Buffer.from(text, encoding as BufferEncoding).toString();
}
