import { createRequire, Module } from "node:module";
import type * as TypeScript from "@tslab/typescript-for-tslab";
import type * as tslabConverter from "tslab/dist/converter.js";
import type * as tslabExecutor from "tslab/dist/executor.js";
import type * as tslabInspect from "tslab/dist/inspect.js";
import type * as tslabJupyter from "tslab/dist/jupyter.js";
import { compilerOfSnapshot } from "./snapshot.ts";

const require = createRequire(import.meta.url);
const tslabManifest = require.resolve("tslab/package.json");
/** `require` as tslab's own files have it: its TypeScript is its own copy. */
const tslabRequire = createRequire(tslabManifest);
/** The file of tslab's TypeScript. */
export const typescriptPath: string = tslabRequire.resolve("@tslab/typescript-for-tslab");

export type TypeScriptApi = typeof TypeScript;

export interface Tslab {
  readonly createConverter: typeof tslabConverter.createConverter;
  readonly createExecutor: typeof tslabExecutor.createExecutor;
  readonly isCompleteCode: typeof tslabConverter.isCompleteCode;
  readonly printQuickInfo: typeof tslabInspect.printQuickInfo;
  /** Holds `lastWriteDisplayData`, through which `tslab.display` in a cell speaks. */
  readonly jupyter: { lastWriteDisplayData: typeof tslabJupyter.lastWriteDisplayData };
}

/** Version of tslab's TypeScript, without loading it. */
export function typescriptVersion(): string {
  return (tslabRequire("@tslab/typescript-for-tslab/package.json") as { version: string }).version;
}

/** tslab's TypeScript; from the start-up snapshot if it is there. */
export function loadTypeScript(): TypeScriptApi {
  const ts = compilerOfSnapshot(typescriptPath);
  if (!ts) return tslabRequire(typescriptPath) as TypeScriptApi;
  const loaded = { exports: ts, filename: typescriptPath, loaded: true };
  tslabRequire.cache[typescriptPath] ??= Object.assign(new Module(typescriptPath), loaded);
  return ts;
}

/**
 * Loads tslab on a TypeScript whose functions are replaced by `customise`. tslab fixes its compiler options in its
 * code, so the one way to others without a fork is to stand between it and the compiler.
 */
export function loadTslab(customise: (ts: TypeScriptApi) => Partial<TypeScriptApi>): {
  readonly tslab: Tslab;
  readonly ts: TypeScriptApi;
} {
  const ts = loadTypeScript();
  const module = tslabRequire.cache[typescriptPath]!;
  // The compiler's exports are getters that cannot be redefined: tslab gets an object that inherits all but ours.
  module.exports = { ...ts, ...customise(ts) };
  try {
    const converter = tslabRequire("./dist/converter.js") as typeof tslabConverter;
    const executor = tslabRequire("./dist/executor.js") as typeof tslabExecutor;
    const inspect = tslabRequire("./dist/inspect.js") as typeof tslabInspect;
    const jupyter = tslabRequire("./dist/jupyter.js") as Tslab["jupyter"];
    return {
      ts,
      tslab: {
        createConverter: converter.createConverter,
        createExecutor: executor.createExecutor,
        isCompleteCode: converter.isCompleteCode,
        printQuickInfo: inspect.printQuickInfo,
        jupyter,
      },
    };
  } finally {
    module.exports = ts;
  }
}
