import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { LoadContext, Plugin } from "@docusaurus/types";
import { encodePng } from "@layerbook/data";
import { tensor } from "@layerbook/layers";
import { countBlocks } from "../src/drawing/bitmap.ts";
import { examples, firstExample } from "../src/drawing/examples.ts";
import { networkWith } from "../src/drawing/network.ts";
import { normalise } from "../src/drawing/normalise.ts";
import { type Maps, readImage } from "../src/drawing/reading.ts";
import { ink, paintSheet, signed } from "../src/drawing/sheet.ts";
import { stages, trainingPage } from "../src/drawing/stages.ts";

/** What the home page shows before anybody draws, and without JavaScript. */
export interface StillData {
  /** The image and what each layer makes of it, as the addresses of pictures that hold themselves. */
  readonly sheets: readonly string[];
  readonly probabilities: readonly number[];
  /** Those pages to which the drawing leads that there are. */
  readonly pages: readonly string[];
}

/** Lets the network read the first example while the site is built. */
export function drawingPlugin(options: { readonly docsFolder: string }): (context: LoadContext) => Plugin {
  return ({ siteDir }) => ({
    name: "drawing",
    async loadContent(): Promise<StillData> {
      const weights = await readFile(join(siteDir, "static", "weights", "digits.safetensors"));
      const image = countBlocks(normalise(examples[firstExample]!));
      const { maps, probabilities } = readImage(networkWith(weights), image);
      const docs = resolve(siteDir, options.docsFolder);
      const pages = [...new Set([...stages.map(({ page }) => page), trainingPage])];
      return {
        sheets: maps.map((one, i) => pictureOf(one, i === 0 ? ink : signed)),
        probabilities,
        pages: pages.filter((page) => existsSync(join(docs, `${page}.md`))),
      };
    },
    async contentLoaded({ content, actions }) {
      await actions.createData("still.json", JSON.stringify(content));
    },
  });
}

function pictureOf(maps: Maps, colours: typeof signed): string {
  const { width, height, pixels } = paintSheet(maps, colours);
  const image = tensor(
    Float32Array.from(pixels, (value) => value / 255),
    { shape: [height, width, 4] },
  );
  return `data:image/png;base64,${Buffer.from(encodePng(image.permute([2, 0, 1]))).toString("base64")}`;
}
