import { join } from "node:path";
import { build as packagesBuild } from "../setup/build.mjs";
import { runCommand } from "../setup/command.mjs";
import { root } from "../setup/paths.mjs";

/** @import { Step, Work } from "../setup/stamps.mjs" */

/** The site's workspace. */
export const website = join(root, "website");

/** Docusaurus' command, as a script for Node. */
export const docusaurus = join(root, "node_modules", "@docusaurus", "core", "bin", "docusaurus.mjs");

const sources = [
  ...["package.json", "docusaurus.config.ts", "sidebars.ts", "sidebars-reference.ts", "tsconfig.json"],
  ...["plugins", "runner", "scripts", "src", "types", join("static", "img"), join("static", "weights")],
  ...[join("..", "scripts", "reference"), join("..", "CHANGELOG.md")],
];

/** What of the environment a built site depends on: website/README.md. */
const settings = ["LAYERBOOK_BASE_URL", "LAYERBOOK_SITE_URL", "LAYERBOOK_REPOSITORY_URL"];

/** Path under which the site is served, with both slashes, as the environment has it. */
export const baseUrlSet = () => process.env.LAYERBOOK_BASE_URL ?? "/";

/**
 * @typedef {object} SiteOptions
 * @property {string} [name] names the step; one name to a folder that is built
 * @property {string} [docs] folder of the pages; the website's own by default
 * @property {string} [out] where the built site goes, below website/; website/build by default
 * @property {string} [baseUrl] path under which it is served, with both slashes; the environment's by default
 */

/**
 * The step that builds the site: done again when a page, its outputs, a package or the site's own code has changed.
 * @param {SiteOptions} [options]
 * @returns {Step}
 */
export function siteBuild({
  name = "site",
  docs = process.env.LAYERBOOK_DOCS ?? join(website, "docs"),
  out = join(website, "build"),
  baseUrl = baseUrlSet(),
} = {}) {
  return {
    name,
    title: "the site",
    files: () => [...sources.map((path) => join(website, path)), docs, ...packagesBuild.files()],
    values: () => [docs, out, baseUrl, ...settings.map((name) => process.env[name] ?? "")],
    outputs: () => [join(out, "index.html")],
    async run(work) {
      await makeParts(work);
      await buildPages({ name, docs, out, baseUrl }, work);
    },
  };
}

/**
 * The step that makes what the sources need to be served: the pages, and what their cells run on.
 * @type {Step}
 */
export const siteParts = {
  name: "site-parts",
  title: "what the site's pages load",
  files: () => [...sources.map((path) => join(website, path)), ...packagesBuild.files()],
  outputs: () => [
    join(website, "static", "runner", "frame.htm"),
    join(website, ".cache", "reference", "links.json"),
  ],
  run: makeParts,
};

/** @param {Work} work */
async function makeParts(work) {
  await runCommand(process.execPath, [join(website, "scripts", "assets.mjs")], {
    ...work,
    action: "Cannot bundle what the site's cells run on",
  });
  await runCommand(process.execPath, [join(root, "scripts", "reference", "main.mjs")], {
    ...work,
    action: "Cannot make the reference from the packages' docstrings",
  });
}

/**
 * Builds the pages alone: the files beside them are those of the last whole build.
 * @param {SiteOptions & { name: string, docs: string, out: string }} options
 * @param {Work} work
 */
export async function buildPages({ name, docs, out, baseUrl = baseUrlSet() }, work) {
  await runCommand(process.execPath, [docusaurus, "build", "--out-dir", out], {
    ...work,
    // The tools behind Docusaurus look for browserslist where they are started.
    cwd: website,
    action: "Cannot build the site",
    env: {
      ...process.env,
      ...siteEnvironment,
      LAYERBOOK_DOCS: docs,
      LAYERBOOK_BASE_URL: baseUrl,
      // Sites that are built side by side keep out of each other's way.
      DOCUSAURUS_GENERATED_FILES_DIR_NAME: name === "site" ? ".docusaurus" : `.docusaurus/${name}`,
    },
  });
}

/** Without it Docusaurus asks the registry for a newer version of itself. */
export const siteEnvironment = { NO_UPDATE_NOTIFIER: "1" };
