import { compileCell } from "@layerbook/literate/compile";
import { createSession, type Output, type RunResult, type SessionOptions } from "@layerbook/literate/session";

const modules: Record<string, object> = {
  shapes: { default: 42, square: (x: number) => x * x, PI: 3, "odd-name": "odd" },
};

export async function importFixture(specifier: string): Promise<object> {
  const module = modules[specifier];
  if (module === undefined) throw new Error(`no module ${specifier}`);
  return module;
}

/** Runs cells one after the other in one session, which is closed after the last. */
export async function runCells(
  sources: readonly string[],
  options: Partial<SessionOptions> = {},
): Promise<RunResult[]> {
  const cells = sources.map((source, index) => compileCell(source, `cell-${index + 1}`));
  const session = createSession({ importModule: importFixture, ...options });
  try {
    const results: RunResult[] = [];
    for (const cell of cells) results.push(await session.run(cell));
    return results;
  } finally {
    session.close();
  }
}

/** The outputs of the last of the cells. */
export async function lastOutputs(
  sources: readonly string[],
  options: Partial<SessionOptions> = {},
): Promise<readonly Output[]> {
  return (await runCells(sources, options)).at(-1)!.outputs;
}

/** The text of the last cell's result; undefined when it has none. Fails when any cell does. */
export async function resultOf(...sources: string[]): Promise<string | undefined> {
  const results = await runCells(sources);
  const failed = results.find(({ status }) => status === "error");
  if (failed) throw new Error(`${failed.error!.name}: ${failed.error!.message}`);
  const result = results.at(-1)!.outputs.find(({ type }) => type === "result");
  return result?.type === "result" ? String(result.data["text/plain"]) : undefined;
}
