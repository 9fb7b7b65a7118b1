import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, venvPython } from "../../scripts/setup/paths.mjs";

/**
 * A kernel to measure.
 * @typedef {object} Peer
 * @property {string} name
 * @property {string} version
 * @property {string} node the runtime and its version
 * @property {readonly string[]} argv with "{connection_file}"
 * @property {string} load a cell that imports a library with its types; for Python numpy
 * @property {string} use a cell that uses what it imported
 */

const libraries = ["@layerbook/layers", "@layerbook/figures"];

const typescript = {
  load: 'import { Linear, tensor } from "@layerbook/layers";\nimport { show } from "@layerbook/figures";\nconst x = tensor([1, 2]);',
  use: "x.add(1).sum().item()",
};

/**
 * The kernels that this machine has, ours first.
 * @param {string} folder where they run; gets what stock tslab and Deno need there
 * @returns {Promise<readonly Peer[]>}
 */
export async function peers(folder) {
  const kernel = pathToFileURL(join(root, "packages", "kernel", "dist", "index.js")).href;
  const { kernelArgv } = await import(kernel);
  const { argv, runtime } = kernelArgv();
  // Stock tslab and Deno know no packages but those of the notebook's folder, Deno only those that its manifest names.
  mkdirSync(join(folder, "node_modules", "@layerbook"), { recursive: true });
  const dependencies = Object.fromEntries(libraries.map((name) => [name, "*"]));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", dependencies }));
  for (const name of libraries) {
    const source = join(root, "packages", name.slice("@layerbook/".length));
    symlinkSync(source, join(folder, "node_modules", name), "junction");
  }
  const tslab = createRequire(join(root, "packages", "kernel", "package.json")).resolve("tslab/package.json");
  return [
    {
      ...typescript,
      name: "layerbook",
      version: manifestVersion(join(root, "packages", "kernel", "package.json")),
      node: `Node ${run(runtime.path, "--version")}`,
      argv,
    },
    {
      ...typescript,
      name: "tslab",
      version: manifestVersion(tslab),
      node: `Node ${run(runtime.path, "--version")}`,
      argv: [runtime.path, join(tslab, "..", "bin", "tslab"), "kernel", "--config-path", "{connection_file}"],
    },
    ...deno(),
    {
      name: "ipykernel",
      version: run(venvPython, "-c", "import ipykernel; print(ipykernel.__version__)"),
      node: run(venvPython, "--version"),
      argv: [venvPython, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
      load: "import numpy\nx = numpy.array([1, 2])",
      use: "float((x + 1).sum())",
    },
  ];
}

/** @returns {readonly Peer[]} Deno's kernel where there is a build for this machine */
function deno() {
  const scope = join(root, "test", "deno", "node_modules", "@deno");
  const [build] = existsSync(scope) ? readdirSync(scope) : [];
  if (build === undefined) return [];
  const path = join(scope, build, process.platform === "win32" ? "deno.exe" : "deno");
  return [
    {
      ...typescript,
      name: "deno",
      version: run(path, "--version").split(/\s/)[1] ?? "",
      node: "Deno",
      argv: [path, "jupyter", "--kernel", "--conn", "{connection_file}"],
    },
  ];
}

const run = (/** @type {string} */ path, /** @type {string[]} */ ...args) =>
  execFileSync(path, args, { encoding: "utf8" }).trim();

const manifestVersion = (/** @type {string} */ path) =>
  /** @type {{ version: string }} */ (JSON.parse(readFileSync(path, "utf8"))).version;
