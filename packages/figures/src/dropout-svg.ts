import { type DropoutScene, gap } from "./dropout-scene.ts";
import { sheetCells, tileNumbers } from "./heatmap-svg.ts";
import { element, legend, legendHeight, type Picture, textElement } from "./svg.ts";

const captionHeight = 20;

/** Input, mask and output, in one row or one under the other. */
export function dropoutPicture({ plan, panels, range, beside, cell }: DropoutScene): Picture {
  const [width, height] = [plan.columns * cell, captionHeight + plan.rows * cell];
  const parts = panels.map(({ name, layers }, i) => {
    const [x, y] = beside ? [i * (width + gap), 0] : [0, i * (height + gap / 2)];
    const cells = layers.map((layer) => sheetCells(plan, layer.sheet, layer.range, layer.found, cell));
    return moved(
      x,
      legendHeight + y,
      textElement(0, 12, name, { "font-size": 12 }) +
        moved(0, captionHeight, cells.join("") + tileNumbers(plan, cell) + edge(plan, cell)),
    );
  });
  const [across, down] = beside ? [panels.length, 1] : [1, panels.length];
  return {
    width: across * width + (across - 1) * gap,
    height: legendHeight + down * height + ((down - 1) * gap) / 2,
    body: legend(range) + parts.join(""),
  };
}

/** A thin line around one map, for cells as light as the page. */
function edge({ view, rows, columns }: DropoutScene["plan"], cell: number): string {
  if (view.tiles > 1) return "";
  const box = { width: columns * cell, height: rows * cell };
  return element("rect", { ...box, fill: "none", stroke: "#777777", "stroke-width": 0.5 });
}

function moved(x: number, y: number, content: string): string {
  return element("g", { transform: `translate(${x} ${y})` }, content);
}
