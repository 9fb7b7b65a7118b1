import { type Linear, type LinearStep, noGrad, tensor } from "@layerbook/layers";
import { type Axis, countedAxis, linearAxis } from "./axis.ts";
import { negative, positive } from "./neurons.ts";
import { formatNumber, sumText } from "./numbers.ts";
import { accent } from "./plotly.ts";
import { statistics } from "./statistics.ts";
import type { Sweep, SweepMark, SweepPanel } from "./sweep.ts";

export type Point = readonly number[];

export interface LineScene {
  /** The x that the layer is looked at with, one after the other. */
  readonly path: readonly Point[];
  /** Both features of the plane that is shown. */
  readonly axis: Axis;
  readonly outputs: readonly PlaneOutput[];
  readonly telling: readonly number[];
}

/** One output of the layer. */
interface PlaneOutput {
  /** At each place of the path. */
  readonly steps: readonly LinearStep[];
  /** All over the plane, the first row at the bottom. */
  readonly plane: Float64Array;
  /** Where on the plane's edges it is 0: two points, or none. */
  readonly line: readonly Point[];
}

/** As many buttons as a telephone has room for side by side. */
export const mostOutputs = 4;
/** Cells of the plane along each side. */
const planeCells = 24;
/** The plane is as light where it is 0 on dark pages as on light ones. */
const dark = "#333333";

export function lineScene(layer: Linear, from: Point, to: Point, places: number): LineScene {
  const path = Array.from({ length: places }, (_, i) =>
    from.map((start, axis) => Number((start + (i / (places - 1)) * (to[axis]! - start)).toPrecision(6))),
  );
  const end = Math.max(...[...from, ...to].map(Math.abs)) || 1;
  const axis = linearAxis(-1.25 * end, 1.25 * end, 5);
  const corners = [
    [axis.low, axis.low],
    [axis.high, axis.low],
    [axis.high, axis.high],
    [axis.low, axis.high],
  ];
  const size = (axis.high - axis.low) / planeCells;
  const cells = Array.from({ length: planeCells * planeCells }, (_, i) => [
    axis.low + ((i % planeCells) + 0.5) * size,
    axis.low + (Math.floor(i / planeCells) + 0.5) * size,
  ]);
  const traces = path.map((x) => layer.trace(tensor(x, { dtype: layer.weight.dtype })));
  const [atCorners, atCells] = [corners, cells].map((points) => valuesAt(layer, points)) as [Values, Values];
  const outputs = Array.from({ length: Math.min(layer.outFeatures, mostOutputs) }, (_, output) => ({
    steps: traces.map(({ steps }) => steps[output]!),
    plane: Float64Array.from(cells, (_, cell) => atCells(cell, output)),
    line: corners.flatMap((corner, i) => {
      const next = (i + 1) % corners.length;
      const crossing = crossingOf(corner, atCorners(i, output), corners[next]!, atCorners(next, output));
      return crossing ? [crossing] : [];
    }),
  }));
  return { path, axis, outputs, telling: [0, Math.floor((places - 1) / 2), places - 1] };
}

type Values = (point: number, output: number) => number;

/** The layer's outputs at all the points. */
function valuesAt(layer: Linear, points: readonly Point[]): Values {
  const values = noGrad(() =>
    layer.forward(tensor(points as number[][], { dtype: layer.weight.dtype })),
  ).toTypedArray();
  return (point, output) => values[point * layer.outFeatures + output]!;
}

/** Where between two points the value goes through 0, which on a straight line it does in proportion. */
export function crossingOf(a: Point, atA: number, b: Point, atB: number): Point | undefined {
  if (!(atA < 0 !== atB < 0) || !Number.isFinite(atA - atB)) return undefined;
  const share = atA / (atA - atB);
  return a.map((start, axis) => start + share * (b[axis]! - start));
}

/** The plane with its line and x on it, above the bars that add up to the output. */
export function sweepOf({ path, axis, outputs, telling }: LineScene): Sweep {
  const bars = { x: [0, 1, 2, 3] };
  const heights = statistics(
    outputs.flatMap(({ steps }) => steps.flatMap(({ products, bias, value }) => [...products, bias, value])),
  );
  const [start, end] = [path[0]!, path.at(-1)!];
  const plane: SweepPanel = {
    caption: "y over the plane, x₀ to the right, x₁ up",
    square: true,
    x: axis,
    y: axis,
    xLabel: "x₀",
    yLabel: "x₁",
    marks: [
      ...outputs.flatMap(({ plane, line }, view): SweepMark[] => {
        const { min, max } = statistics(plane);
        const largest = Math.max(Math.abs(min), Math.abs(max)) || 1;
        return [
          {
            kind: "plane",
            view,
            rows: planeCells,
            columns: planeCells,
            range: { scale: "diverging", low: -largest, high: largest },
            hover: "x = (%{x:.3~g}, %{y:.3~g}): y = %{z:.3~g}",
            at: [plane],
          },
          {
            kind: "line",
            view,
            color: dark,
            at: [{ x: line.map((point) => point[0]!), y: line.map((point) => point[1]!) }],
          },
        ];
      }),
      { kind: "dashes", color: dark, at: [{ x: [start[0]!, end[0]!], y: [start[1]!, end[1]!] }] },
      {
        kind: "dots",
        color: accent,
        at: path.map(([x0, x1]) => ({ x: [x0!], y: [x1!] })),
        hover: "x = (%{x:.3~g}, %{y:.3~g})",
      },
    ],
  };
  const contributions: SweepPanel = {
    caption: "y = w₀x₀ + w₁x₁ + b",
    x: { ...countedAxis(-0.5, 3.5, 4), ticks: bars.x },
    y: linearAxis(Math.min(0, heights.min || 0), Math.max(0, heights.max || 0), 6),
    xTexts: ["w₀x₀", "w₁x₁", "b", "y"],
    marks: outputs.flatMap(({ steps }, view): SweepMark[] => [
      {
        kind: "bars",
        view,
        color: positive,
        at: steps.map(({ products, bias, value }) => {
          const y = [...products, bias, value];
          return { ...bars, y, colors: y.map((height) => (height < 0 ? negative : positive)) };
        }),
        hover: "%{y:.4~g}",
      },
      {
        kind: "note",
        view,
        at: steps.map(({ products, bias, value }) => sumText([...products, bias], value)),
      },
    ]),
  };
  return {
    quantity: "x =",
    positions: path.map((point) => `(${point.map((number) => formatNumber(number, 3)).join(", ")})`),
    first: 0,
    telling,
    views: outputs.map((_, output) => `output ${output}`),
    rows: [[plane], [contributions]],
  };
}
