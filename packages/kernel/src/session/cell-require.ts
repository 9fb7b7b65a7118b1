import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const kernelRequire = createRequire(import.meta.url);

/**
 * `require` for cells. A cell's imports are compiled to `require`, which also loads ES modules; what it does not find by
 * its own rules is looked for as `import` would, and a package that is not in the notebook's folder in the kernel's own
 * installation.
 */
export function createCellRequire(tslabRequire: NodeJS.Require, folder: string): NodeJS.Require {
  const fromFolder = pathToFileURL(join(folder, "cell.js")).href;
  return new Proxy(tslabRequire, {
    apply(target, self, args: [id: string]) {
      const [id] = args;
      const attempts = [
        () => Reflect.apply(target, self, args),
        () => tslabRequire(importedPath(id, fromFolder)),
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
    },
  });
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
