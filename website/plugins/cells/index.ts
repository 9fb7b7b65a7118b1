import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { LoadContext, Plugin } from "@docusaurus/types";
import { parsePage } from "@layerbook/literate";
import { notebookFiles, notebookFolder } from "./notebook-files.ts";
import { pageCells } from "./page-cells.ts";
import { figureFolder } from "./static-outputs.ts";

export interface CellsOptions {
  /** Folder of the pages, from the site's own. */
  readonly docsFolder: string;
  /** One of the site's static folders, from the site's own: files of figures are made in it. */
  readonly staticFolder: string;
  /** The page with which the home page lets a reader begin, as `folder/page`. */
  readonly firstPage: string;
}

/** What the home page reads; a folder of pages without that page has none. */
export interface CellsData {
  readonly firstPage?: PageLink;
}

export interface PageLink {
  readonly title: string;
  /** Below the site's base URL. */
  readonly path: string;
}

/** Writes the notebooks and the files that figures of checked outputs refer to, and finds the page to begin with. */
export function cellsPlugin(options: CellsOptions): (context: LoadContext) => Plugin {
  return ({ siteDir, baseUrl }) => ({
    name: "cells",
    getPathsToWatch: () => ["md", "outputs.json"].map((kind) => join(options.docsFolder, `**/*.${kind}`)),
    async loadContent(): Promise<CellsData> {
      const docs = resolve(siteDir, options.docsFolder);
      const folder = await emptyFolder(resolve(siteDir, options.staticFolder, figureFolder));
      const notebooks = await emptyFolder(resolve(siteDir, options.staticFolder, notebookFolder));
      let firstPage: PageLink | undefined;
      const files = await pagesBelow(docs);
      for (const { name, content } of notebookFiles(resolve(siteDir, ".."), docs, files)) {
        await writeFile(join(notebooks, name), content);
      }
      for (const file of files) {
        const markdown = await readFile(join(docs, file), "utf8");
        const path = file.replaceAll("\\", "/").replace(/\.md$/, "");
        if (path === options.firstPage)
          firstPage = { title: parsePage(markdown, join(docs, file)).title, path };
        for (const { assets } of pageCells(markdown, join(docs, file), baseUrl)) {
          for (const { name, content } of assets) await writeFile(join(folder, name), content);
        }
      }
      return firstPage ? { firstPage } : {};
    },
    // What would be on every page for nothing: the styles of plotly's maps, where no figure of ours is a map, and the
    // highlighter of Docusaurus' own code blocks, in whose place ours are marked at the build (src/theme/CodeBlock).
    configureWebpack: () => ({
      resolve: { alias: { "maplibre-gl/dist/maplibre-gl.css": false, "prism-react-renderer": false } },
    }),
    async contentLoaded({ content, actions }) {
      actions.setGlobalData(content);
    },
  });
}

async function emptyFolder(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

async function pagesBelow(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  return files.filter((file) => file.endsWith(".md")).sort();
}
