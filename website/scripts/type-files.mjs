// The declarations against which the reader's editor checks cells.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/** What cells may import: src/cells/runner.ts. */
const packages = ["@layerbook/layers", "@layerbook/data", "@layerbook/figures"];

/**
 * The language's own declarations, those of what cells have beside it, and those of the packages as they are built:
 * what users get who paste a cell elsewhere.
 *
 * @returns {Promise<Record<string, string>>} path as the compiler sees it -> text
 */
export async function typeFiles() {
  /** @type {Record<string, string>} */
  const files = {};
  const libraries = dirname(require.resolve("classic-typescript"));
  await addReached(join(libraries, "lib.es2022.d.ts"), (path) => `/lib/${basename(path)}`, files);
  const globals = join(dirname(fileURLToPath(import.meta.url)), "..", "types", "cell-globals.d.ts");
  await addReached(globals, () => "/cell-globals.d.ts", files);
  for (const name of packages) {
    const manifest = require.resolve(`${name}/package.json`);
    const entry = join(dirname(manifest), JSON.parse(await readFile(manifest, "utf8")).types);
    const place = (/** @type {string} */ path) =>
      `/node_modules/${name}/${relative(dirname(entry), path).replaceAll("\\", "/")}`;
    await addReached(entry, place, files);
  }
  // Where the language service looks for what an import may name.
  files["/package.json"] = JSON.stringify({
    dependencies: Object.fromEntries(packages.map((name) => [name, "*"])),
  });
  return files;
}

/**
 * Adds a file and those that it names: `/// <reference lib="es5" />`, `from "./batches.ts"`.
 *
 * @param {string} path
 * @param {(path: string) => string} place
 * @param {Record<string, string>} files
 */
async function addReached(path, place, files) {
  if (files[place(path)] !== undefined) return;
  const text = await readFile(path, "utf8");
  files[place(path)] = text.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  const named = [
    ...[...text.matchAll(/^\/\/\/ <reference lib="([^"]+)"/gm)].map(([, name]) => `lib.${name}.d.ts`),
    ...[...text.matchAll(/ from "(\.[^"]+)\.ts";/g)].map(([, name]) => `${name}.d.ts`),
  ];
  for (const name of named) await addReached(join(dirname(path), name), place, files);
}
