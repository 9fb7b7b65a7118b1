import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";

/** Whatever is not a file of the package itself. */
const external = /^[^./]/;

/**
 * Writes a compiled package once more as one file of code and one of declarations, `dist/bundle/index.js` and `index.d.ts`.
 * Node pays half a millisecond for every file, and the kernel's compiler more: an import in a cell takes a third of the
 * time. Those who bundle get the files as they are, and so can leave out what is not used.
 * Does nothing when the package has not been compiled since.
 * @param {string} folder the package's
 */
export async function rollUp(folder) {
  const dist = join(folder, "dist");
  const compiled = statSync(join(dist, ".tsbuildinfo"), { throwIfNoEntry: false });
  const bundle = join(dist, "bundle");
  // The compiler was told to clean up.
  if (!compiled) return rmSync(bundle, { recursive: true, force: true });
  const stamp = join(bundle, ".stamp");
  const state = String(compiled.mtimeMs);
  if (readIfThere(stamp) === state) return;
  rmSync(stamp, { force: true });

  const code = await rolldown({ input: join(dist, "index.js"), external, platform: "neutral" });
  await code.write({ file: join(bundle, "index.js"), format: "esm" });
  await code.close();

  const options = { dtsInput: true, oxc: true, tsconfig: /** @type {const} */ (false), sourcemap: false };
  const types = await rolldown({
    input: join(dist, "index.d.ts"),
    external,
    plugins: [dts(options)],
    // What names a member, `[display]()`, is not seen as used.
    treeshake: false,
  });
  const { output } = await types.generate({ format: "esm" });
  await types.close();
  const declarations = output.find(({ fileName }) => fileName === "index.d.ts");
  if (declarations?.type !== "chunk")
    throw new Error(`Cannot roll up the declarations of ${folder}: none came out`);
  writeIfNew(join(bundle, "index.d.ts"), declarations.code);

  writeFileSync(stamp, state);
}

/** Leaves a file with the same text alone: the kernel's snapshot was made of it. @param {string} path @param {string} text */
function writeIfNew(path, text) {
  if (readIfThere(path) !== text) writeFileSync(path, text);
}

/** @param {string} path */
function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
