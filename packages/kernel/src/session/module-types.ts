import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import type { CompilerOptions, WatchCompilerHost } from "@tslab/typescript-for-tslab";
import type { FoundImports } from "./cell-program.ts";
import type { TypeScriptApi } from "./tslab.ts";

/**
 * Lets the compiler find a package from the notebook's folder, else from the kernel's own installation, as
 * `createCellRequire` does at run time: a notebook anywhere on the disk can import what is installed beside the kernel.
 * Returns what is found for each file, which grows with the programs.
 */
export function resolveBesideKernel(
  ts: TypeScriptApi,
  host: WatchCompilerHost<never>,
  options: CompilerOptions,
): FoundImports {
  const imports: FoundImports = new WeakMap();
  const cache = ts.createModuleResolutionCache(host.getCurrentDirectory(), (name) => name, options);
  const kernelFile = fileURLToPath(import.meta.url).replaceAll("\\", "/");

  host.resolveModuleNameLiterals = (literals, containingFile, redirect, fileOptions, file) => {
    const resolve = (name: string, from: string, mode: ReturnType<typeof ts.getModeForUsageLocation>) =>
      ts.resolveModuleName(name, from, fileOptions, host, cache, redirect, mode);
    const names = new Set<string>((file && imports.get(file)) ?? []);
    if (file) imports.set(file, names);
    const resolutions = literals.map((literal) => {
      // Declared by Node's types as a whole; in folders there is nothing to find, nor would Node look there.
      if (isBuiltin(literal.text)) return { resolvedModule: undefined };
      const mode = file && ts.getModeForUsageLocation(file, literal);
      const found = resolve(literal.text, containingFile, mode);
      const isPackage = !ts.isExternalModuleNameRelative(literal.text);
      return found.resolvedModule || !isPackage ? found : resolve(literal.text, kernelFile, mode);
    });
    for (const { resolvedModule } of resolutions)
      if (resolvedModule) names.add(resolvedModule.resolvedFileName);
    return resolutions;
  };
  // A package may be installed while the notebook is open: what was not found is looked for again in each cell.
  host.hasInvalidatedResolutions = () => {
    cache.clear();
    return false;
  };
  return imports;
}
