import { type DropoutScene, gap } from "./dropout-scene.ts";
import { sheetCells, tileNumbers } from "./heatmap-svg.ts";
import { edge } from "./panel-svg.ts";
import { legend, legendHeight, moved, type Picture, textElement } from "./svg.ts";

const captionHeight = 20;

/** Input, mask and output, in one row or one under the other. */
export function dropoutPicture({ plan, panels, range, beside, cell }: DropoutScene): Picture {
  const [width, height] = [plan.columns * cell, captionHeight + plan.rows * cell];
  // For cells as light as the page.
  const outline = plan.view.tiles === 1 ? edge(0, 0, plan.rows, plan.columns, cell) : "";
  const parts = panels.map(({ name, layers }, i) => {
    const [x, y] = beside ? [i * (width + gap), 0] : [0, i * (height + gap / 2)];
    const cells = layers.map((layer) => sheetCells(plan, layer.sheet, layer.range, layer.found, cell));
    return moved(
      x,
      legendHeight + y,
      textElement(0, 12, name, { "font-size": 12 }) +
        moved(0, captionHeight, cells.join("") + tileNumbers(plan, cell) + outline),
    );
  });
  const [across, down] = beside ? [panels.length, 1] : [1, panels.length];
  return {
    width: across * width + (across - 1) * gap,
    height: legendHeight + down * height + ((down - 1) * gap) / 2,
    body: legend(range) + parts.join(""),
  };
}
