import { createRequire } from "node:module";

const kernelRequire = createRequire(import.meta.url);

/**
 * `require` for cells: tslab's, which resolves from the notebook's folder, and for a package that is not found there
 * the kernel's own installation.
 */
export function createCellRequire(tslabRequire: NodeJS.Require): NodeJS.Require {
  return new Proxy(tslabRequire, {
    apply(target, self, args: [id: string]) {
      try {
        return Reflect.apply(target, self, args);
      } catch (error) {
        if (!isMissing(error, args[0])) throw error;
      }
      try {
        return kernelRequire(args[0]);
      } catch (error) {
        throw isMissing(error, args[0]) ? new Error(`Cannot find module '${args[0]}'`) : error;
      }
    },
  });
}

/** Whether the package itself was not found, rather than something that it needs. */
function isMissing(error: unknown, id: string): boolean {
  const { code, message } = (error ?? {}) as NodeJS.ErrnoException;
  return (
    code === "MODULE_NOT_FOUND" &&
    message?.startsWith(`Cannot find module '${id}'\n`) === true &&
    !/^[./]/.test(id)
  );
}
