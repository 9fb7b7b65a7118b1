import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LoadContext, Plugin } from "@docusaurus/types";
import type { Picture } from "./cell-data.ts";
import { pageCells } from "./page-cells.ts";
import { figureFolder } from "./static-outputs.ts";

export interface CellsOptions {
  /** Folder of the pages. */
  readonly docs: string;
  /** One of the site's static folders: files of figures are made in it. */
  readonly statics: string;
  /** The picture of the home page: a figure of this cell, as `page#cell`. */
  readonly homePicture: string;
}

/** What the home page reads. */
export interface CellsData {
  readonly homePicture?: Picture;
}

/** Writes the files that the figures of checked outputs refer to, and gives the home page its picture. */
export function cellsPlugin({ docs, statics, homePicture }: CellsOptions): (context: LoadContext) => Plugin {
  return ({ baseUrl }) => ({
    name: "cells",
    getPathsToWatch: () => [join(docs, "**/*.md"), join(docs, "**/*.outputs.json")],
    async loadContent(): Promise<CellsData> {
      const folder = join(statics, figureFolder);
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      const pictures = new Map<string, Picture>();
      for (const page of await pagesBelow(docs)) {
        const file = join(docs, page);
        for (const { data, assets } of pageCells(await readFile(file, "utf8"), file, baseUrl)) {
          for (const { name, content } of assets) await writeFile(join(folder, name), content);
          const picture = data.outputs.flatMap((output) => (output.type === "display" ? (output.picture ?? []) : []))[0];
          if (picture) pictures.set(`${page.replaceAll("\\", "/").replace(/\.md$/, "")}#${data.id}`, picture);
        }
      }
      const chosen = pictures.get(homePicture);
      return chosen ? { homePicture: chosen } : {};
    },
    async contentLoaded({ content, actions }) {
      actions.setGlobalData(content);
    },
  });
}

async function pagesBelow(folder: string): Promise<string[]> {
  const files = await readdir(folder, { recursive: true });
  return files.filter((file) => file.endsWith(".md")).sort();
}
