import { isBuiltin } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type {
  CompilerOptions,
  ResolvedModuleWithFailedLookupLocations,
  WatchCompilerHost,
} from "@tslab/typescript-for-tslab";
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

  // What has been found stays where it is while a notebook is open, as what has been loaded of it does.
  const packages = new Map<string, ResolvedModuleWithFailedLookupLocations>();

  host.resolveModuleNameLiterals = (literals, containingFile, redirect, fileOptions, file) => {
    const names = new Set<string>((file && imports.get(file)) ?? []);
    if (file) imports.set(file, names);
    return literals.map((literal) => {
      const name = literal.text;
      // Declared by Node's types as a whole; in folders there is nothing to find, nor would Node look there.
      if (isBuiltin(name)) return { resolvedModule: undefined };
      const mode = file && ts.getModeForUsageLocation(file, literal);
      const from = (place: string) =>
        ts.resolveModuleName(name, place, fileOptions, host, cache, redirect, mode);
      const isPackage = !ts.isExternalModuleNameRelative(name);
      const key = [name, dirname(containingFile), mode].join("\n");
      const known = packages.get(key) ?? from(containingFile);
      const found = known.resolvedModule || !isPackage ? known : from(kernelFile);
      if (found.resolvedModule) {
        names.add(found.resolvedModule.resolvedFileName);
        if (isPackage) packages.set(key, found);
      }
      return found;
    });
  };
  // Each program looks in every folder for packages that stand in for parts of the standard library: once is enough.
  const standing = ts.createModuleResolutionCache(host.getCurrentDirectory(), (name) => name, options);
  host.getModuleResolutionCache = () => standing;
  // A package may be installed while the notebook is open: what was not found is looked for again in each cell.
  host.hasInvalidatedResolutions = () => {
    cache.clear();
    return false;
  };
  return imports;
}
