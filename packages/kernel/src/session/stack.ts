import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { type CompiledSource, codeFrame, type Position } from "./compiled-source.ts";
import type { CellError } from "./errors.ts";

const cellScript = /^cell:(-?\d+)$/;
const cellFrame = /\bcell (-?\d+), line (\d+), column (\d+)/;
/** Of longer chains of causes, and of more errors in one, the rest is left out. */
const maximumCauses = 8;
/** Frames that are alike are shown this often. */
const mostAlike = 3;

/** The script name under which a cell runs. */
export function cellScriptName(cell: number): string {
  return `cell:${cell}`;
}

/**
 * Makes stacks speak of cells: `at f (cell 3, line 2, column 5)` in the cell's own lines, and of the files
 * that cells import, in theirs. Of other frames those in files of the notebook's folder stay; the kernel's, Node's and the packages' go, and with them the paths of this machine.
 */
export function installCellStacks(
  cells: ReadonlyMap<number, CompiledSource>,
  files: ReadonlyMap<string, CompiledSource>,
  folder: string,
): void {
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.flatMap((frame) => {
      const place = framePlace(frame, cells, files, folder);
      if (place === undefined) return [];
      const name = frame.getFunctionName();
      return [`\n    at ${name ? `${name} (${place})` : place}`];
    });
    return heading(error) + lines.join("");
  };
}

/** The error of a cell that threw: name and message, the line that threw, the way there, the causes. */
export function thrownError(thrown: unknown, cells: ReadonlyMap<number, CompiledSource>): CellError {
  if (!isError(thrown)) {
    const text = safely(() => (typeof thrown === "string" ? thrown : inspect(thrown)));
    return { name: "Uncaught", message: text, traceback: [`Uncaught: ${text}`] };
  }
  const traceback: string[] = [];
  let error: unknown = thrown;
  for (let depth = 0; isError(error) && depth < maximumCauses; depth++) {
    if (depth > 0) traceback.push("Caused by:");
    traceback.push(...describe(error, cells));
    const current = error;
    for (const [index, inner] of innerErrors(current).entries()) {
      traceback.push(`Error ${index + 1} of ${innerErrors(current).length}:`, ...describe(inner, cells));
    }
    error = safely(() => current.cause);
  }
  return {
    name: safely(() => String(thrown.name)),
    message: safely(() => String(thrown.message)),
    traceback,
  };
}

function describe(error: Error, cells: ReadonlyMap<number, CompiledSource>): string[] {
  const stack = safely(() => String(error.stack ?? ""));
  const frames = stack.split("\n").filter((line) => /^ {4}at /.test(line));
  const shown = cellFrame.exec(frames.find((line) => cellFrame.test(line)) ?? "");
  const source = shown && cells.get(Number(shown[1]));
  const position = shown && { line: Number(shown[2]), column: Number(shown[3]) };
  const frame = source && position ? codeFrame(source.lines, position) : [];
  return [heading(error), ...frame, ...withoutRepeats(frames)];
}

/** The frames of a function that called itself over and over are counted rather than listed. */
function withoutRepeats(frames: readonly string[]): string[] {
  const shown: string[] = [];
  for (let first = 0; first < frames.length; ) {
    let next = first + 1;
    while (frames[next] === frames[first]) next++;
    shown.push(...frames.slice(first, Math.min(next, first + mostAlike)));
    if (next - first > mostAlike) shown.push(`    … the same ${next - first - mostAlike} times more`);
    first = next;
  }
  return shown;
}

/** The errors in an AggregateError, such as Promise.any throws. */
function innerErrors(error: Error): Error[] {
  const errors: unknown = safely<unknown>(() => (error as { errors?: unknown }).errors, undefined);
  return Array.isArray(errors) ? errors.filter(isError).slice(0, maximumCauses) : [];
}

function heading(error: Error): string {
  return safely(() => Error.prototype.toString.call(error));
}

function framePlace(
  frame: NodeJS.CallSite,
  cells: ReadonlyMap<number, CompiledSource>,
  files: ReadonlyMap<string, CompiledSource>,
  folder: string,
): string | undefined {
  const script = frame.getScriptNameOrSourceURL() ?? "";
  const line = frame.getLineNumber();
  const column = frame.getColumnNumber();
  if (line === null || column === null) return undefined;
  const position: Position = { line, column };
  const cell = cellScript.exec(script);
  if (cell) {
    const original = cells.get(Number(cell[1]))?.originalPosition(position);
    return original && `cell ${cell[1]}, line ${original.line}, column ${original.column}`;
  }
  const path = script.startsWith("file:") ? fileURLToPath(script) : script;
  if (!isAbsolute(path)) return undefined;
  const own = relative(folder, path);
  const name = own.replaceAll(sep, "/");
  const source = files.get(path);
  if (source) {
    const original = source.originalPosition(position);
    return original && `${name}:${original.line}:${original.column}`;
  }
  if (own.startsWith("..") || isAbsolute(own) || own.split(sep).includes("node_modules")) return undefined;
  return `${name}:${line}:${column}`;
}

function isError(value: unknown): value is Error {
  return safely(
    () => value instanceof Error || Object.prototype.toString.call(value) === "[object Error]",
    false,
  );
}

/** What is thrown may be made to throw again when looked at. */
function safely<T>(read: () => T, otherwise = "[cannot be shown]" as T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
