import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import typescript from "@tslab/typescript-for-tslab";

/** What a source file imports, in every form: import, export from, import(), import type and import("...").Type. */
export function importsOf(path: string): string[] {
  return importsIn(readFileSync(path, "utf8"));
}

export function importsIn(source: string): string[] {
  return typescript.preProcessFile(source, true, true).importedFiles.map((file) => file.fileName);
}

/** The package that an import asks for: "@scope/name" of "@scope/name/part"; nothing for files and Node's own. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith(".") || specifier.startsWith("/") || isBuiltin(specifier)) return undefined;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
