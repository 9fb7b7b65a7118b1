import { type ColorRange, colorOf, hexColor, inkOn, plotlyColorscale } from "./colors.ts";
import type { Confusion } from "./confusion.ts";
import { escapePlotly, plainText } from "./escape.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import {
  ink,
  type PlotlyFigure,
  type PlotlyObject,
  pageLayout,
  plotlyConfig,
  plotlyNumbers,
} from "./plotly.ts";
import { element, type Picture, textElement } from "./svg.ts";

const shares: ColorRange = { scale: "sequential", low: 0, high: 1 };
/** Numbers are printed into the cells of so many classes. */
const mostPrinted = 20;

/** The share of its row that each cell has; NaN, an empty cell, for a class without samples. */
function sharesOf({ labels, counts, totals }: Confusion): number[] {
  return counts.map((n, i) => {
    const total = totals[Math.floor(i / labels.length)]!;
    return total > 0 ? n / total : Number.NaN;
  });
}

/** A label short enough to stand beside its row. */
function shortLabel(label: string): string {
  const text = plainText(label);
  return text.length > 14 ? `${text.slice(0, 13)}…` : text;
}

/** Side of a cell in CSS pixels. */
function cellOf(classes: number): number {
  return Math.min(40, 480 / classes);
}

/** Every so many rows one has its label written beside it. */
function labelStep(cell: number): number {
  return Math.max(1, Math.ceil(12 / cell));
}

/** What did not happen leaves its cell free, so that mistakes stand out. */
function printed(n: number): string {
  return n === 0 ? "" : String(n);
}

export function confusionPicture(confusion: Confusion): Picture {
  const { labels, counts } = confusion;
  const classes = labels.length;
  const names = labels.map(shortLabel);
  const longest = names.reduce((most, name) => Math.max(most, name.length), 0);
  const cell = cellOf(classes);
  const left = longest * 6.2 + 8;
  const every = labelStep(cell);
  const slanted = longest * 6.2 > cell * every;
  const top = slanted ? longest * 4.6 + 12 : 18;
  const cells = sharesOf(confusion).map((share, i) => {
    const [x, y] = [left + (i % classes) * cell, top + Math.floor(i / classes) * cell];
    const color = Number.isNaN(share) ? undefined : colorOf(share, shares);
    const box = element("rect", {
      x,
      y,
      width: cell,
      height: cell,
      fill: color ? hexColor(color) : "none",
      stroke: ink,
      "stroke-width": classes > mostPrinted ? 0.2 : 0.5,
    });
    const text = printed(counts[i]!);
    if (classes > mostPrinted || text === "" || !color) return box;
    const centred = { "text-anchor": "middle", "dominant-baseline": "central" };
    const size = Math.min(12, (cell * 1.5) / Math.max(3, text.length));
    return (
      box +
      textElement(x + cell / 2, y + cell / 2, text, { fill: inkOn(color), "font-size": size, ...centred })
    );
  });
  const beside = names.map((name, i) => {
    if (i % every !== 0) return "";
    const middle = (i + 0.5) * cell;
    const row = textElement(left - 6, top + middle + 3.5, name, { "text-anchor": "end", "font-size": 10 });
    const at = { "font-size": 10, "text-anchor": slanted ? "start" : "middle" };
    const turned = slanted
      ? { transform: `rotate(-45 ${(left + middle).toFixed(2)} ${(top - 5).toFixed(2)})` }
      : {};
    return row + textElement(left + middle, top - 5, name, { ...at, ...turned });
  });
  return {
    width: left + classes * cell + (slanted ? longest * 4.6 : 0),
    height: top + classes * cell,
    body: cells.join("") + beside.join(""),
  };
}

export function confusionFigure(confusion: Confusion, heading: Heading, plain: boolean): PlotlyFigure {
  const { labels, counts, totals } = confusion;
  const classes = labels.length;
  const names = labels.map((label) => escapePlotly(shortLabel(label)));
  const longest = labels.reduce((most, label) => Math.max(most, shortLabel(label).length), 0);
  const plotHeight = Math.max(120, cellOf(classes) * classes);
  const top = headingHeight(heading) + 16;
  const bottom = 44 + Math.min(longest, 14) * 4;
  const every = labelStep(cellOf(classes));
  const places = labels.map((_, i) => i).filter((i) => i % every === 0);
  const hovers = counts.map((n, i) => {
    const [row, column] = [Math.floor(i / classes), i % classes];
    return `${names[row]} taken for ${names[column]}: ${n} of ${totals[row]}`;
  });
  const axis: PlotlyObject = {
    showgrid: false,
    zeroline: false,
    constrain: "domain",
    // By their places, not as categories: two labels may be the same.
    tickmode: "array",
    tickvals: places,
    ticktext: places.map((place) => names[place]!),
    tickfont: { size: 10, color: ink },
  };
  return {
    data: [
      {
        type: "heatmap",
        z: plotlyNumbers(sharesOf(confusion), [classes, classes], "f4", plain),
        customdata: rowsOf(hovers, classes),
        colorscale: plotlyColorscale(shares.scale),
        zmin: 0,
        zmax: 1,
        showscale: false,
        hoverongaps: false,
        xgap: 1,
        ygap: 1,
        ...(classes <= mostPrinted
          ? { text: rowsOf(counts.map(printed), classes), texttemplate: "%{text}", textfont: { size: 11 } }
          : {}),
        hovertemplate: "%{customdata}<extra></extra>",
      },
    ],
    layout: {
      title: plotlyTitle(heading, top + plotHeight + bottom),
      height: top + plotHeight + bottom,
      margin: { l: 40 + longest * 6, r: 8, t: top, b: bottom },
      ...pageLayout,
      xaxis: {
        ...axis,
        range: [-0.5, classes - 0.5],
        constraintoward: "left",
        title: { text: "predicted", font: { size: 11 } },
      },
      yaxis: {
        ...axis,
        range: [classes - 0.5, -0.5],
        constraintoward: "top",
        scaleanchor: "x",
        title: { text: "truth", font: { size: 11 } },
      },
    },
    config: plotlyConfig,
  };
}

function rowsOf(cells: readonly string[], columns: number): string[][] {
  return Array.from({ length: cells.length / columns }, (_, row) =>
    cells.slice(row * columns, (row + 1) * columns),
  );
}
