import { plotlyColorscale } from "./colors.ts";
import type { Area, CellMap, Diagram, Label, Path, Target, Wire } from "./diagram.ts";
import { headOf, outlineOf, shortened } from "./diagram-paths.ts";
import { escapePlotly } from "./escape.ts";
import type { PlotlyObject } from "./plotly.ts";
import { plotlyNumbers } from "./plotly.ts";
import { drawnAt } from "./sweep.ts";

/** One of plotly's traces: what stays, and what it has at each position. */
export interface DiagramTrace {
  readonly style: PlotlyObject;
  readonly at: (position: number) => PlotlyObject;
  readonly moves: boolean;
  /** Whether its points stay where they are, so that frames need not say so. */
  readonly still: boolean;
}

/** From below to above; the last, which is not seen, says more where the pointer is. */
export function tracesOf(diagram: Diagram, plain: boolean): DiagramTrace[] {
  const { maps = [], wires, areas, labels, targets } = diagram;
  const plainLabels = labels.filter(({ at }) => at.every(({ color }) => color === undefined));
  return [
    ...maps.map((map) => mapTrace(map, plain)),
    ...wires.map((wire) => wireTrace(wire, plain)),
    ...headTraces(wires, plain),
    ...areas.map((area) => areaTrace(area, plain)),
    ...labelTraces(plainLabels, false),
    ...labelTraces(
      labels.filter((label) => !plainLabels.includes(label)),
      true,
    ),
    targetTrace(targets),
  ];
}

/** What of a trace a frame holds. */
export function movingParts({ at, still }: DiagramTrace, position: number): PlotlyObject {
  const { x, y, ...rest } = at(position);
  return still ? rest : { x, y, ...rest };
}

function mapTrace({ x, y, values, range }: CellMap, plain: boolean): DiagramTrace {
  const { scale, low, high } = range;
  const style = {
    type: "heatmap",
    x,
    y,
    z: plotlyNumbers(values, [y.length - 1, x.length - 1], "f4", plain),
    colorscale: plotlyColorscale(scale),
    zmin: low,
    zmax: high,
    showscale: false,
    hoverinfo: "skip",
  };
  return { style, at: () => ({}), moves: false, still: true };
}

function wireTrace(wire: Wire, plain: boolean): DiagramTrace {
  const { at, arrow, dashed } = wire;
  return {
    style: { type: "scatter", mode: "lines", hoverinfo: "skip" },
    at: (position) => {
      const { paths, color, width, opacity = 1 } = drawnAt(wire, position);
      return {
        ...pointsOf(arrow ? paths.map(shortened) : paths, plain),
        line: { color, width, ...(dashed ? { dash: "dot" } : {}) },
        opacity,
      };
    },
    moves: at.length > 1,
    still: at.every(({ paths }) => paths === at[0]!.paths),
  };
}

/** All heads of one colour at once. */
function headTraces(wires: readonly Wire[], plain: boolean): DiagramTrace[] {
  const arrows = wires.filter(({ arrow }) => arrow);
  const colors = [...new Set(arrows.flatMap(({ at }) => at.map(({ color }) => color)))];
  return colors.map((color) => ({
    style: { ...filled, fillcolor: color, line: { width: 0, simplify: false } },
    at: (position) => {
      const looks = arrows.map((wire) => drawnAt(wire, position)).filter((look) => look.color === color);
      return pointsOf(
        looks.flatMap(({ paths }) => paths.map(headOf)),
        plain,
      );
    },
    moves: arrows.some(({ at }) => at.length > 1 && at.some((look) => look.color === color)),
    still: false,
  }));
}

/** With `simplify` plotly would move corners by a pixel. */
const filled: PlotlyObject = { type: "scatter", mode: "lines", fill: "toself", hoverinfo: "skip" };

function areaTrace(area: Area, plain: boolean): DiagramTrace {
  return {
    style: filled,
    at: (position) => {
      const { shape, fill, opacity = 1, line, lineWidth } = drawnAt(area, position);
      return {
        ...pointsOf([outlineOf(shape)], plain),
        fillcolor: fill === "none" ? "rgba(0,0,0,0)" : translucent(fill, opacity),
        line: { color: line, width: lineWidth, simplify: false },
      };
    },
    moves: area.at.length > 1,
    still: area.at.every(({ shape }) => shape === area.at[0]!.shape),
  };
}

function translucent(color: string, opacity: number): string {
  if (opacity === 1) return color;
  const parts = [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
  return `rgba(${parts.join(",")},${opacity})`;
}

/** A telephone draws texts as large as this, and all else smaller. */
const labelSize = 11;
const sides = { start: "middle right", middle: "middle center", end: "middle left" } as const;

/** Texts in the page's own colour, which plotly takes where there is none, or each in its own. */
function labelTraces(labels: readonly Label[], colored: boolean): DiagramTrace[] {
  if (labels.length === 0) return [];
  const looks = (position: number) => labels.map((label) => drawnAt(label, position));
  const colors = (position: number) => looks(position).map(({ color }) => color ?? "#777777");
  return [
    {
      style: {
        type: "scatter",
        mode: "text",
        hoverinfo: "skip",
        cliponaxis: false,
        textposition: labels.map(({ anchor = "middle" }) => sides[anchor]),
      },
      at: (position) => ({
        x: labels.map(({ x }, i) => looks(position)[i]!.place?.[0] ?? x),
        y: labels.map(({ y }, i) => looks(position)[i]!.place?.[1] ?? y),
        // Where a text is empty plotly takes its element away, for ever.
        text: looks(position).map(({ text }) => escapePlotly(text) || " "),
        textfont: {
          size: labelSize,
          ...(colored ? { color: colors(position) } : {}),
        },
      }),
      moves: labels.some(({ at }) => at.length > 1),
      still: labels.every(({ at }) => at.every(({ place }) => place === undefined)),
    },
  ];
}

function targetTrace(targets: readonly Target[]): DiagramTrace {
  return {
    style: {
      type: "scatter",
      mode: "markers",
      marker: { size: 28, opacity: 0 },
      hovertemplate: "%{text}<extra></extra>",
      x: targets.map(({ x }) => x),
      y: targets.map(({ y }) => y),
    },
    at: (position) => ({ text: targets.map((target) => escapePlotly(drawnAt(target, position))) }),
    moves: targets.some(({ at }) => at.length > 1),
    still: false,
  };
}

/** Paths one after the other with gaps between; where there is none, a point that has no place. */
function pointsOf(paths: readonly Path[], plain: boolean): PlotlyObject {
  const points = paths.flatMap((path, i) => (i === 0 ? path : [gap, ...path]));
  const along = (axis: 0 | 1): number[] =>
    points.length > 0 ? points.map((point) => Number(point[axis].toFixed(1))) : [Number.NaN];
  return { x: packed(along(0), plain), y: packed(along(1), plain) };
}

const gap = [Number.NaN, Number.NaN] as const;

/** More numbers are packed: in a notebook's file each digit would stand in a line of its own. */
const fewNumbers = 8;

function packed(values: readonly number[], plain: boolean): unknown {
  if (values.length > fewNumbers) return plotlyNumbers(values, [values.length], "f4", plain);
  return values.map((value) => (Number.isFinite(value) ? value : null));
}
