// Puts beside the site's static files and pages those that are made or copied: the changelog, KaTeX's, the runner of cells, and what checks their types.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { typeFiles } from "./type-files.mjs";

const website = join(dirname(fileURLToPath(import.meta.url)), "..");
const statics = join(website, "static");

/**
 * Packages that a page's worker gets when one of its cells imports them: specifier -> file. The one is large; the other
 * begins to draw tensors when it is imported, and not before, as everywhere.
 */
const packagesOnDemand = { "@layerbook/data": "data.js", "@layerbook/figures": "figures.js" };

async function copyKatex() {
  const from = join(dirname(createRequire(import.meta.url).resolve("katex/package.json")), "dist");
  const to = await emptyFolder("katex");
  await cp(join(from, "katex.min.css"), join(to, "katex.min.css"));
  // Browsers that know the page's other features all read woff2.
  await cp(join(from, "fonts"), join(to, "fonts"), {
    recursive: true,
    filter: (path) => !/\.(ttf|woff)$/.test(path),
  });
}

async function bundle(entry, options) {
  const { outputFiles } = await build({
    absWorkingDir: website,
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    // Layers are printed, and named in errors, by the names of their classes.
    keepNames: true,
    charset: "utf8",
    legalComments: "none",
    target: "es2022",
    platform: "browser",
    logLevel: "warning",
    ...options,
  });
  return outputFiles[0].text;
}

/** The document in which cells run. Its policy names its one script by hash; a worker from a blob inherits it. */
function frame(script) {
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = [
    "default-src 'none'",
    // Cells are compiled from text, and libraries may bring WebAssembly.
    `script-src 'sha256-${hash}' 'unsafe-eval' 'wasm-unsafe-eval' blob:`,
    "worker-src blob:",
  ].join("; ");
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<title>Runner of cells</title></head><body><script>${script}</script></body></html>\n`,
  ].join("\n");
}

async function buildRunner() {
  const to = await emptyFolder("runner");
  const script = (await bundle("runner/frame.ts", { format: "iife" })).trim();
  // Not ".html": servers that take that ending away, as Docusaurus' own does, lead elsewhere below a path.
  await writeFile(join(to, "frame.htm"), frame(script));
  await writeFile(join(to, "worker.js"), await bundle("runner/worker.ts", { format: "iife" }));
  for (const [specifier, file] of Object.entries(packagesOnDemand)) {
    const text = await bundle(specifier, { format: "cjs", external: ["@layerbook/layers"] });
    await writeFile(join(to, file), text);
  }
}

async function buildTypes() {
  const to = await emptyFolder("types");
  // Of TypeScript nothing is printed by the names of its functions.
  const options = { format: "iife", keepNames: false };
  await writeFile(join(to, "worker.js"), await bundle("types/worker.ts", options));
  await writeFile(join(to, "files.json"), JSON.stringify(await typeFiles()));
}

async function emptyFolder(name) {
  const folder = join(statics, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/** The changelog as a page of the site, from the one that the repository has. */
async function copyChangelog() {
  const text = await readFile(join(website, "..", "CHANGELOG.md"), "utf8");
  const front = [
    "---",
    "title: Changelog",
    "description: What changes for those who use Layerbook.",
    "---",
    "",
    "",
  ];
  const folder = join(website, ".cache", "changelog");
  await mkdir(folder, { recursive: true });
  // Brackets around versions are links where there is a page for each.
  await writeFile(
    join(folder, "changelog.md"),
    front.join("\n") + text.replaceAll(/^## \[(.+?)\]/gm, "## $1"),
  );
}

await copyChangelog();
await copyKatex();
await buildRunner();
await buildTypes();
