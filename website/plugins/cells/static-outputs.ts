import type { BundleOutput, Output } from "@layerbook/literate/session";
import type { Picture, StaticOutput } from "./cell-data.ts";
import { type Asset, contentName, sanitizePicture } from "./picture.ts";

/** Below the site's base URL: where the files of figures lie. */
export const figureFolder = "figures/";

export interface StaticOutputs {
  readonly outputs: readonly StaticOutput[];
  /** Files that the outputs refer to, for the folder of figures. */
  readonly assets: readonly Asset[];
}

/**
 * A cell's checked outputs in the form that a page shows without a script. Figures become sanitized SVG with their
 * interactive form in a file of its own, which is fetched when the reader asks.
 */
export function staticOutputs(cell: string, outputs: readonly Output[], baseUrl: string): StaticOutputs {
  const assets: Asset[] = [];
  return {
    outputs: outputs.map((output, index): StaticOutput => {
      if (output.type === "stream" || output.type === "error") return output;
      const picture = pictureOf(output, `${cell}-${index}-`, baseUrl, assets);
      const text = output.data["text/plain"];
      return {
        type: "display",
        ...(picture ? { picture } : {}),
        ...(typeof text === "string" ? { text } : {}),
      };
    }),
    assets,
  };
}

function pictureOf(
  output: BundleOutput,
  prefix: string,
  baseUrl: string,
  assets: Asset[],
): Picture | undefined {
  const markup = output.data["image/svg+xml"];
  if (typeof markup !== "string") return undefined;
  const sanitized = sanitizePicture(markup, prefix, baseUrl + figureFolder);
  if (sanitized === undefined) return undefined;
  assets.push(...sanitized.rasters);
  const text = output.data["text/plain"];
  const { svg, description = typeof text === "string" ? text : "Figure" } = sanitized;
  const figure = output.data["application/vnd.plotly.v1+json"];
  if (figure === undefined) return { svg, description };
  const content = JSON.stringify(figure);
  const name = contentName(content, "json");
  assets.push({ name, content });
  return { svg, description, figure: figureFolder + name };
}
