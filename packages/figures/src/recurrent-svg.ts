import { colorOf, hexColor, inkOn } from "./colors.ts";
import { formatNumber } from "./numbers.ts";
import { pngUri, rasterPng } from "./raster.ts";
import type { Panel, RecurrentScene } from "./recurrent-scene.ts";
import { captionOf, panelHeight } from "./recurrent-scene.ts";
import { element, legend, legendHeight, moved, type Picture, textElement } from "./svg.ts";

const width = 480;
const captionHeight = 22;
/** As wide as a number of two decimals. */
const printedWidth = 34;
const legendWidth = 240;

/** One map for each quantity, one under the other over the same steps. */
export function recurrentPicture({ panels, legends, stride, steps }: RecurrentScene): Picture {
  const cell = Math.min(64, width / panels[0]!.columns);
  const parts = legends.map(({ range }, i) => moved(i * legendWidth, 0, legend(range)));
  let y = legendHeight;
  for (const panel of panels) {
    parts.push(textElement(0, y + 13, captionOf(panel), { "font-size": 12 }));
    parts.push(moved(0, y + captionHeight, cells(panel, cell)));
    y += captionHeight + panelHeight(panel) + 4;
  }
  const last = (panels[0]!.columns - 1) * stride;
  const ends = last === 0 ? "step 0" : `step 0 to ${last}, of ${steps}, from left to right`;
  parts.push(textElement(0, y + 14, ends));
  return { width: Math.max(width, legends.length * legendWidth), height: y + 22, body: parts.join("") };
}

function cells(panel: Panel, cell: number): string {
  const { rows, columns, values, range } = panel;
  const height = panelHeight(panel) / rows;
  if (cell < printedWidth || height < 13) {
    return element("image", {
      width: columns * cell,
      height: rows * height,
      preserveAspectRatio: "none",
      "image-rendering": "pixelated",
      href: pngUri(rasterPng(values, rows, columns, range)),
    });
  }
  return Array.from(values, (value, i) => {
    const [x, y] = [(i % columns) * cell, Math.floor(i / columns) * height];
    const color = Number.isFinite(value) ? colorOf(value, range) : undefined;
    const fill = color ? hexColor(color) : "none";
    const text = formatNumber(Math.round(value * 100) / 100);
    return (
      element("rect", { x, y, width: cell, height, fill, stroke: "#777777", "stroke-width": 0.5 }) +
      textElement(x + cell / 2, y + height / 2, text, {
        ...(color ? { fill: inkOn(color) } : {}),
        "font-size": 10,
        "text-anchor": "middle",
        "dominant-baseline": "central",
      })
    );
  }).join("");
}
