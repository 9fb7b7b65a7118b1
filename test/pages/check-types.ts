import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type PageModule, typeErrors } from "@layerbook/literate/types";
import { cellCompilerOptions } from "../../website/types/compiler-options.ts";
import { compile } from "./compiler.ts";

const cache = join(import.meta.dirname, "../../.cache/pages");

const options = {
  compilerOptions: { ...cellCompilerOptions, types: ["node"] },
  include: ["*.ts"],
};

/**
 * Checks modules of pages in one program, against the packages as they are built, and gives what is wrong in the places
 * of the pages.
 *
 * @param name of a folder below the cache, from which the modules can import the packages
 */
export async function checkTypes(modules: readonly PageModule[], name: string): Promise<string[]> {
  if (modules.length === 0) return [];
  const folder = join(cache, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(options));
  for (const module of modules) await writeFile(join(folder, module.name), module.text);
  return typeErrors(await compile(["-p", "."], folder), modules);
}
