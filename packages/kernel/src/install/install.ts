import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type JupyterTarget, kernelsFolder } from "./jupyter-folders.ts";
import { kernelArgv, kernelScript } from "./kernel-argv.ts";
import { findRuntime, type Runtime } from "./runtime.ts";
import { makeSnapshot } from "./snapshot.ts";

/** Jupyter's name of the kernel, as in a notebook's metadata. */
export const kernelName = "layerbook";
const displayName = "TypeScript (Layerbook)";
const language = "typescript";

export interface InstalledKernel {
  /** The kernelspec's folder. */
  readonly folder: string;
  /** The Node that will run the kernel. */
  readonly runtime: Runtime;
  /** Why the kernel has no start-up snapshot and so starts more slowly. */
  readonly problem?: string | undefined;
}

/** What Jupyter reads from kernel.json. */
export interface KernelSpec {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: "message";
  readonly metadata: { readonly debugger: boolean };
  /** What Jupyter adds to the kernel's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface InstallOptions {
  /**
   * Packages beside the kernel whose declarations it shall know when it starts, so that a first import is quick; see
   * `makeSnapshot`. None by default.
   */
  readonly libraries?: readonly string[];
  /** Whether a type error stops its cell, the default, or is shown while the cell runs. */
  readonly typeErrors?: "error" | "warning";
}

/**
 * The kernelspec for this installation. Its paths are absolute, so that any Jupyter can start it whatever its PATH.
 * Interrupts go by message, which reaches cells that a signal does not (see `server/control-thread.ts`).
 */
export function kernelSpec({ typeErrors = "error" }: Pick<InstallOptions, "typeErrors"> = {}): {
  readonly spec: KernelSpec;
  readonly runtime: Runtime;
} {
  const { argv, runtime } = kernelArgv();
  return {
    runtime,
    spec: {
      argv,
      display_name: displayName,
      language,
      interrupt_mode: "message",
      metadata: { debugger: false },
      ...(typeErrors === "warning" ? { env: { LAYERBOOK_TYPE_ERRORS: "warning" } } : {}),
    },
  };
}

/**
 * Writes the kernelspec into a Jupyter, over an earlier one.
 * Throws an Error that says what to do when the kernel is not built, or the folder cannot be written.
 */
export function installKernel(target: JupyterTarget, options: InstallOptions = {}): InstalledKernel {
  if (!existsSync(kernelScript)) {
    throw new Error(`Cannot install the kernel: ${kernelScript} is not built. Run "npm run build" first.`);
  }
  const problem = snapshotProblem(findRuntime(), options.libraries ?? []);
  const { spec, runtime } = kernelSpec(options);
  const folder = join(kernelsFolder(target), kernelName);
  try {
    mkdirSync(folder, { recursive: true });
    copyFileSync(
      fileURLToPath(new URL("../../logo/logo-svg.svg", import.meta.url)),
      join(folder, "logo-svg.svg"),
    );
    // Renamed into place, so that Jupyter never reads half a file.
    const unfinished = join(folder, `kernel.json.${process.pid}`);
    writeFileSync(unfinished, `${JSON.stringify(spec, null, 2)}\n`);
    renameSync(unfinished, join(folder, "kernel.json"));
  } catch (error) {
    throw cannot("write", folder, error);
  }
  return { folder, runtime, problem };
}

/**
 * Removes the kernelspec from a Jupyter; returns its folder.
 * Throws an Error when there is none, or when what is there is not this kernel's.
 */
export function uninstallKernel(target: JupyterTarget): string {
  const folder = join(kernelsFolder(target), kernelName);
  if (!existsSync(folder)) {
    throw new Error(
      `Cannot uninstall the kernel: there is none in ${folder}. Give the --user, --sys-prefix or --prefix that it was installed with.`,
    );
  }
  if (installedDisplayName(folder) !== displayName) {
    throw new Error(
      `Cannot uninstall the kernel: ${folder} holds another kernel. Remove it by hand if you mean it.`,
    );
  }
  try {
    rmSync(folder, { recursive: true });
  } catch (error) {
    throw cannot("remove", folder, error);
  }
  return folder;
}

function snapshotProblem(runtime: Runtime, libraries: readonly string[]): string | undefined {
  try {
    makeSnapshot(runtime, libraries);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function installedDisplayName(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, "kernel.json"), "utf8")) as Partial<KernelSpec>)
      .display_name;
  } catch {
    return undefined;
  }
}

function cannot(action: string, folder: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new Error(
      `Cannot ${action} ${folder}: no permission. Use --user, or --prefix with a folder of yours.`,
    );
  }
  if (code === "ENOSPC")
    return new Error(`Cannot ${action} ${folder}: the disk is full. Make room and try again.`);
  if (code === "ENOTDIR" || code === "EEXIST") {
    return new Error(`Cannot ${action} ${folder}: a part of this path is a file. Give another --prefix.`);
  }
  return new Error(`Cannot ${action} ${folder}: ${message}`);
}
