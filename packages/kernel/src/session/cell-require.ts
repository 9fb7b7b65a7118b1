import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { LocalModules } from "./local-modules.ts";

const kernelRequire = createRequire(import.meta.url);

/**
 * `require` for cells: a cell's imports are compiled to it. What is imported by a path is a local file, the rest a
 * package, or one of the modules that tslab keeps for cells.
 */
export function createCellRequire(
  tslabRequire: NodeJS.Require,
  folder: string,
  localModules: LocalModules,
): NodeJS.Require {
  const cell = join(folder, "cell.js");
  return new Proxy(tslabRequire, {
    apply(_target, _self, [id]: [id: string]) {
      const file = localModules.resolve(id, folder);
      return file === undefined ? requirePackage(id, cell, tslabRequire) : localModules.load(file);
    },
  });
}

/**
 * Loads a package for a file, ES modules too. What the file's own `require` does not find is looked for as `import`
 * would, and a package that is not in the file's folder or above in the kernel's own installation.
 */
export function requirePackage(
  id: string,
  file: string,
  ownRequire: NodeJS.Require = createRequire(file),
): unknown {
  const attempts = [
    () => ownRequire(id),
    () => ownRequire(importedPath(id, pathToFileURL(file).href)),
    () => kernelRequire(id),
    () => kernelRequire(importedPath(id, import.meta.url)),
  ];
  for (const attempt of attempts) {
    try {
      return attempt();
    } catch (error) {
      if (!isUnresolved(error, id)) throw error;
    }
  }
  throw new Error(`Cannot find module '${id}'`);
}

/** The file that an `import` in `parent` would load: packages may offer themselves to `import` only. */
function importedPath(id: string, parent: string): string {
  // The second parameter needs the flag --experimental-import-meta-resolve, with which the kernel is started.
  return fileURLToPath(import.meta.resolve(id, parent));
}

/** Whether this module itself was not found, rather than something that it needs. */
function isUnresolved(error: unknown, id: string): boolean {
  if (/^[./]/.test(id)) return false;
  const { code, message = "" } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return true;
  return (
    (code === "MODULE_NOT_FOUND" && message.startsWith(`Cannot find module '${id}'`)) ||
    code === "ERR_MODULE_NOT_FOUND"
  );
}
