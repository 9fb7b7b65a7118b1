import * as layers from "@layerbook/layers";
import { CellSyntaxError, compileCell } from "@layerbook/literate/compile";
import { createSession, type Output } from "@layerbook/literate/session";
import type { CellRequest, FromWorker, ToWorker } from "./messages.ts";

// Kept before any cell runs: a cell may replace what is global.
const send: (message: FromWorker) => void = self.postMessage.bind(self);

/** What cells may import. The page gives the others when a cell asks for them. */
const modules = new Map<string, object>([["@layerbook/layers", layers]]);
const waiting = new Map<string, { resolve(text: string): void; reject(reason: Error): void }[]>();

let currentRun = 0;
const session = createSession({
  importModule,
  onOutput: (event) => send({ type: "output", run: currentRun, event }),
});

async function importModule(specifier: string): Promise<object> {
  const known = modules.get(specifier);
  if (known) return known;
  const text = await new Promise<string>((resolve, reject) => {
    const others = waiting.get(specifier);
    waiting.set(specifier, [...(others ?? []), { resolve, reject }]);
    if (!others) send({ type: "import", specifier });
  });
  return modules.get(specifier) ?? evaluatePackage(specifier, text);
}

/** The text is a CommonJS bundle that gets the other packages through `require`: a value has one class, not two. */
function evaluatePackage(specifier: string, text: string): object {
  const module: { exports: object } = { exports: {} };
  new Function("module", "exports", "require", text)(module, module.exports, (name: string) =>
    modules.get(name),
  );
  modules.set(specifier, module.exports);
  return module.exports;
}

async function run(number: number, { id, source, constants, ownScope }: CellRequest): Promise<void> {
  currentRun = number;
  const began = performance.now();
  let error: string | undefined;
  try {
    const compiled = compileCell(source, id, { constants });
    error = (await session.run(compiled, { ownScope })).error?.name;
  } catch (problem) {
    if (!(problem instanceof CellSyntaxError)) throw problem;
    error = "SyntaxError";
    const output: Output = { type: "error", name: error, message: problem.message };
    send({ type: "output", run: number, event: { cell: id, kind: "clear" } });
    send({ type: "output", run: number, event: { cell: id, kind: "add", output } });
  }
  const took = performance.now() - began;
  send({ type: "done", run: number, took, ...(error === undefined ? {} : { error }) });
}

/** What a cell left behind, such as a timer, and then throws. The cells' names live on. */
function reportLate(event: Event, error: unknown): void {
  event.preventDefault();
  console.error(`Not caught: ${error}`);
}
self.addEventListener("error", (event) => reportLate(event, event.error ?? event.message));
self.addEventListener("unhandledrejection", (event) => reportLate(event, event.reason));

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === "run") {
    void run(data.run, data.cell);
    return;
  }
  const requests = waiting.get(data.specifier) ?? [];
  waiting.delete(data.specifier);
  for (const { resolve, reject } of requests) {
    if (data.type === "package") resolve(data.text);
    else reject(new Error(data.reason));
  }
});

send({ type: "ready" });
