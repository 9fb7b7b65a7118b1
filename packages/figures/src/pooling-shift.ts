import { ShapeError, type Tensor, tensor } from "@layerbook/layers";
import { checkChoices } from "./choices.ts";
import { type ColorRange, colorRange } from "./colors.ts";
import type { Figure } from "./figure.ts";
import { formatNumber } from "./numbers.ts";
import { mapSize } from "./panel.ts";
import { accent, ink, markColor } from "./plotly.ts";
import type { PoolingTraceLike } from "./pooling-scene.ts";
import { isTensor, kindOf, type TensorLike } from "./recognise.ts";
import { named } from "./run.ts";
import { float64 } from "./single-unit.ts";
import { jointStatistics } from "./statistics.ts";
import { type Points, type SweepPanel, sweptFigure } from "./sweep.ts";
import { textTable } from "./text.ts";

/** What may be chosen of a pooling's shift. */
export interface PoolingShiftOptions {
  /** By how many places the image moves at most, 1 to 8; by default twice the stride. */
  readonly most?: number;
  /** Which channel of the image; 0 by default. */
  readonly channel?: number;
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

/** A max pooling, of this copy of the library or of another. */
export interface PoolingLike {
  trace(input: Tensor, options: { readonly channel: number }): PoolingTraceLike;
}

const action = "shift an image under a pooling";
/** What a picture with a mark for each window has room for. */
const [mostShift, mostSide] = [8, 24];

/** What the pooling makes of the image moved by so many places. */
interface Shifted {
  readonly trace: PoolingTraceLike;
  /** Of each window, whether it gives what it gave before the image moved. */
  readonly stays: readonly boolean[];
  /** By how much the pixels, and the outputs, have changed in the mean. */
  readonly pixels: number;
  readonly outputs: number;
}

/**
 * A max pooling of an image, [channels, ...spatial], that moves to the right place by place over zeros: which windows keep their
 * number, since their winner is still inside or an equal one is, and in which another number wins. Every output is the layer's
 * own, in float64. Windows in which all are equal have no mark. Throws ShapeError for another layer, an image of more than 24
 * values along a side, and options that cannot be; and as the layer does.
 *
 * @example
 * import { poolingShift } from "@layerbook/figures";
 * import { MaxPool2d, rand } from "@layerbook/layers";
 * poolingShift(new MaxPool2d(2), rand([1, 6, 6]));
 */
export function poolingShift(
  pool: PoolingLike,
  image: TensorLike,
  options: PoolingShiftOptions = {},
): Figure {
  checkChoices(action, options, { most: "count", channel: "index", title: "text", plain: "boolean" });
  const { channel = 0, title, plain = false } = options;
  checkMaxPooling(pool);
  checkImage(image);
  const run = (shift: number, room: number): PoolingTraceLike => tracedAt(pool, image, channel, shift, room);
  const { stride } = run(0, 0);
  const { most = Math.min(mostShift, 2 * stride.at(-1)!) } = options;
  if (most > mostShift)
    throw new ShapeError(`Cannot ${action} with most ${most}: expected 1 to ${mostShift}`);
  const still = run(0, most);
  const shifts = Array.from({ length: most + 1 }, (_, shift) => shift);
  const runs = shifts.map((shift) => shiftedRun(run(shift, most), still));
  return sweptFigure(
    {
      quantity: "moved by",
      positions: shifts.map(String),
      first: 0,
      telling: shifts.slice(0, 3),
      views: [],
      rows: [[imagePanel(runs), outputPanel(runs)]],
    },
    {
      heading: {
        title: title ?? "An image moves under its windows",
        lines: [
          [`max pooling of ${still.kernelSize.join(" x ")}, stride ${still.stride.join(" x ")}`],
          ["rings: winners that stay", "dots: another number"],
        ],
      },
      title,
      description: describeShift(image, runs),
      numbers: `columns: moved by, outputs that change, mean change of a pixel, of an output\n${tableOf(runs)}`,
      plain,
    },
  );
}

function checkImage(image: TensorLike): void {
  const sides = isTensor(image) ? image.shape.slice(1) : [];
  if (sides.length < 1 || sides.length > 2 || sides.some((side) => side < 1 || side > mostSide)) {
    throw new ShapeError(
      `Cannot ${action} from ${named(image)}: expected one image [channels, height, width] of 1 to ${mostSide} values along a side, such as a part of it`,
    );
  }
}

function checkMaxPooling(pool: PoolingLike): void {
  if (kindOf(pool) === "module" && "returnIndices" in pool) return;
  throw new ShapeError(
    `Cannot ${action} with ${named(pool)}: expected a max pooling, such as new MaxPool2d(2)`,
  );
}

/** The layer's own windows over the image, moved by `shift` of the `room` that there is beside it. */
function tracedAt(
  pool: PoolingLike,
  image: TensorLike,
  channel: number,
  shift: number,
  room: number,
): PoolingTraceLike {
  const still = tensor(image.toTypedArray(), { shape: image.shape, ...float64 });
  return pool.trace(still.pad([shift, room - shift]), { channel });
}

function shiftedRun(trace: PoolingTraceLike, still: PoolingTraceLike): Shifted {
  const [before, after] = [still, trace].map(({ output }) => Array.from(output.toTypedArray())) as [
    number[],
    number[],
  ];
  return {
    trace,
    stays: Array.from(after, (value, i) => Object.is(value, before[i]!) || value === before[i]),
    pixels: meanDistance(Array.from(still.map.toTypedArray()), Array.from(trace.map.toTypedArray())),
    outputs: meanDistance(before, after),
  };
}

function meanDistance(before: readonly number[], after: readonly number[]): number {
  return before.reduce((sum, value, i) => sum + Math.abs(after[i]! - value), 0) / before.length;
}

/** The image, the borders of windows side by side, and each window's winner. */
function imagePanel(runs: readonly Shifted[]): SweepPanel {
  const [{ trace }] = runs as readonly [Shifted];
  const [rows, columns] = mapSize(trace.map.shape)!;
  const marked = (stays: boolean): Points[] => runs.map((run) => winnersOf(run, stays, columns));
  return {
    caption: "image",
    grid: { rows, columns },
    marks: [
      {
        kind: "cells",
        range: rangeOf(runs),
        hover: "image [%{y}, %{x}] = %{z:.4~g}",
        at: runs.map(({ trace: { map } }) => map.toTypedArray()),
      },
      { kind: "line", color: ink, at: [borders(trace, rows, columns)] },
      { kind: "rings", color: accent, at: marked(true) },
      { kind: "dots", color: markColor, at: marked(false) },
      { kind: "note", at: runs.map(({ stays }) => `${changesOf(stays)} of ${stays.length} change`) },
    ],
  };
}

function outputPanel(runs: readonly Shifted[]): SweepPanel {
  const [rows, columns] = mapSize(runs[0]!.trace.output.shape)!;
  const changed = runs.map(({ stays }): Points => {
    const places = stays.flatMap((stay, i) => (stay ? [] : [i]));
    // In the cell's upper right corner, beside its number.
    return {
      x: places.map((i) => (i % columns) + 0.36),
      y: places.map((i) => Math.floor(i / columns) - 0.36),
    };
  });
  return {
    caption: "pooled",
    grid: { rows, columns },
    marks: [
      {
        kind: "cells",
        range: rangeOf(runs),
        hover: "pooled [%{y}, %{x}] = %{z:.4~g}",
        at: runs.map(({ trace: { output } }) => output.toTypedArray()),
      },
      { kind: "dots", color: markColor, at: changed },
    ],
  };
}

function rangeOf(runs: readonly Shifted[]): ColorRange {
  const { map, output } = runs[0]!.trace;
  return colorRange(jointStatistics(map.toTypedArray(), output.toTypedArray()));
}

/** Where the windows' winners stand, of those whose numbers stay or of the others; none where all numbers are equal. */
function winnersOf({ trace: { steps }, stays }: Shifted, staying: boolean, columns: number): Points {
  const places = steps.flatMap(({ winner = 0, values }, i) => {
    const differ = values.some((value) => value !== null && value !== steps[i]!.value);
    return differ && stays[i] === staying ? [winner] : [];
  });
  return { x: places.map((i) => i % columns), y: places.map((i) => Math.floor(i / columns)) };
}

/** Lines between windows that stand side by side; of windows that overlap they would be a thicket. */
function borders({ kernelSize, stride, padding }: PoolingTraceLike, rows: number, columns: number): Points {
  if (kernelSize.join() !== stride.join() || padding.some((width) => width > 0)) return { x: [], y: [] };
  const [down, across] = mapSize(stride)!;
  const until = (size: number, step: number): number[] =>
    Array.from({ length: Math.floor(size / step) }, (_, i) => (i + 1) * step - 0.5);
  const [right, low] = [columns - 0.5, rows - 0.5];
  const lines = [
    ...until(columns, across).map((x) => [x, -0.5, x, low] as const),
    ...(rows === 1 ? [] : until(rows, down).map((y) => [-0.5, y, right, y] as const)),
  ];
  return {
    x: lines.flatMap(([x0, , x1]) => [x0, x1, Number.NaN]),
    y: lines.flatMap(([, y0, , y1]) => [y0, y1, Number.NaN]),
  };
}

function changesOf(stays: readonly boolean[]): number {
  return stays.filter((stay) => !stay).length;
}

function tableOf(runs: readonly Shifted[]): string {
  const rows = runs.flatMap(({ stays, pixels, outputs }, shift) => [
    shift,
    changesOf(stays),
    pixels,
    outputs,
  ]);
  return textTable(rows, 0, runs.length, 4);
}

/** "Max pooling of an image of 8 by 8 that moves to the right: by 1, 10 of 24 outputs change, by 0.1 in the mean, ..." */
function describeShift(image: TensorLike, runs: readonly Shifted[]): string {
  const said = runs.slice(1, 4).map(({ stays, pixels, outputs }, i) => {
    const change = `${changesOf(stays)} of ${stays.length} outputs change`;
    return `by ${i + 1}, ${change}, by ${formatNumber(outputs)} in the mean where the pixels do by ${formatNumber(pixels)}`;
  });
  return `Max pooling of an image of ${image.shape.slice(1).join(" by ")} that moves to the right: ${said.join("; ")}.`;
}
