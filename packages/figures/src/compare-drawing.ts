import { plotlyColorscale } from "./colors.ts";
import type { ComparedPanel, ComparisonScene } from "./comparison.ts";
import { digitFormat } from "./digits.ts";
import { escapePlotly, plainText } from "./escape.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import { sheetAxis } from "./heatmap.ts";
import { sheetCells, tileNumbers } from "./heatmap-svg.ts";
import { numberFormat } from "./maps.ts";
import { cellSize, type Plan } from "./plan.ts";
import { axisNumber, ink, type PlotlyFigure, type PlotlyObject, pageLayout, plotlyConfig } from "./plotly.ts";
import { sheetOf } from "./sheet.ts";
import { type SheetOptions, sheetTraces } from "./sheet-traces.ts";
import { legend, legendHeight, moved, type Picture, textElement } from "./svg.ts";

const captionHeight = 22;
/** Three of them stand one under the other: each is drawn lower than it would be alone. */
const tallestPanel = 220;
const gap = 12;

/** The three maps one under the other, each with its name and its colours. */
export function comparisonPicture({ panels, plan }: ComparisonScene): Picture {
  const cell = cellOf(plan);
  const panelHeight = captionHeight + legendHeight + plan.rows * cell;
  const parts = panels.map((panel, i) => {
    const cells = sheetCells(plan, sheetOf(plan, panel.values, 0), panel.range, panel.found, cell);
    return moved(
      0,
      i * (panelHeight + gap),
      textElement(0, 14, shortName(panel), { "font-size": 12, "font-weight": 600 }) +
        moved(0, captionHeight, legend(panel.range)) +
        moved(0, captionHeight + legendHeight, cells + tileNumbers(plan, cell)),
    );
  });
  const height = panels.length * (panelHeight + gap) - gap;
  return { width: Math.max(200, plan.columns * cell), height, body: parts.join("") };
}

/** Side of a cell, in CSS pixels. */
function cellOf(plan: Plan): number {
  return Math.min(tallestPanel / plan.rows, cellSize(plan.rows, plan.columns));
}

export function comparisonFigure(
  { panels, plan, vector }: ComparisonScene,
  heading: Heading,
  plain: boolean,
): PlotlyFigure {
  const panelHeight = Math.max(30, cellOf(plan) * plan.rows);
  const plotHeight = panels.length * (panelHeight + captionHeight + gap);
  const top = headingHeight(heading) + 40;
  const height = top + plotHeight + 12;
  const domains = panels.map((_, i) => {
    const start = i * (panelHeight + captionHeight + gap) + captionHeight;
    return [1 - (start + panelHeight) / plotHeight, 1 - start / plotHeight];
  });
  return {
    data: panels.flatMap((panel, i) => {
      const cells: SheetOptions = {
        format: numberFormat(panel.found, false),
        integers: false,
        digits: digitFormat(panel.found),
        plain,
      };
      return sheetTraces(plan, sheetOf(plan, panel.values, 0), cells).map((trace) => ({
        ...trace,
        xaxis: `x${axisNumber(i)}`,
        yaxis: `y${axisNumber(i)}`,
        // The two tensors share their colours.
        ...(trace.type === "heatmap" ? { coloraxis: `coloraxis${i < 2 ? "" : 2}` } : {}),
        ...hoverOf(trace, escapePlotly(shortName(panel)), vector),
      }));
    }),
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: 22, r: 22, t: top, b: 12 },
      ...pageLayout,
      ...Object.fromEntries(
        panels.flatMap((_, i) => [
          [
            `xaxis${axisNumber(i)}`,
            {
              ...hidden,
              anchor: `y${axisNumber(i)}`,
              ...(i > 0 ? { matches: "x" } : {}),
              range: [-0.5, plan.columns - 0.5],
              constraintoward: "left",
            },
          ],
          [
            `yaxis${axisNumber(i)}`,
            {
              ...hidden,
              anchor: `x${axisNumber(i)}`,
              domain: domains[i],
              range: [plan.rows - 0.5, -0.5],
              constraintoward: "top",
              scaleanchor: `x${axisNumber(i)}`,
            },
          ],
        ]),
      ),
      coloraxis: coloraxis(panels[0]!, 0, plotHeight),
      coloraxis2: coloraxis(panels[2]!, 0.5, plotHeight),
      annotations: panels.map((panel, i) => ({
        text: `<b>${escapePlotly(shortName(panel))}</b>`,
        showarrow: false,
        xref: "paper",
        x: 0,
        xanchor: "left",
        yref: "paper",
        y: domains[i]![1],
        yanchor: "bottom",
        font: { size: 12, color: ink },
      })),
    },
    config: plotlyConfig,
  };
}

/** Which of the three the pointer is over, and the index; that of a vector without its row. */
function hoverOf({ hovertemplate, text }: PlotlyObject, name: string, vector: boolean): PlotlyObject {
  if (typeof hovertemplate !== "string") return {};
  const template = {
    hovertemplate: `${name} ${vector ? hovertemplate.replace("%{y}, ", "") : hovertemplate}`,
  };
  if (!vector || !Array.isArray(text)) return template;
  return { ...template, text: text.map((mark: string) => mark.replace("[0, ", "[")) };
}

const hidden: PlotlyObject = sheetAxis(false);

function shortName({ name }: ComparedPanel): string {
  const text = plainText(name);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** A short legend above, that of the difference beside that of the two tensors. */
function coloraxis({ range }: ComparedPanel, x: number, plotHeight: number): PlotlyObject {
  return {
    colorscale: plotlyColorscale(range.scale),
    cmin: range.low,
    cmax: range.high,
    colorbar: {
      orientation: "h",
      x,
      xanchor: "left",
      y: 1 + 10 / plotHeight,
      yanchor: "bottom",
      lenmode: "pixels",
      len: 130,
      thickness: 8,
      xpad: 0,
      ypad: 0,
      outlinewidth: 0,
      tickvals: range.low < 0 ? [range.low, 0, range.high] : [range.low, range.high],
      tickformat: ".3~g",
      tickfont: { size: 10, color: ink },
    },
  };
}
