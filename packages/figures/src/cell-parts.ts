import { lineColors } from "./colors.ts";
import type { Area, Diagram, Label, Path, Point, Shape, Target, Wire } from "./diagram.ts";
import { shortNumber, signColor } from "./neurons.ts";
import { formatNumber } from "./numbers.ts";
import { accent, ink } from "./plotly.ts";

/** Some of a cell's drawing; the numbers of wires and labels change from step to step. */
export type CellParts = Readonly<Record<"wires", readonly Wire[]>> &
  Partial<Pick<Diagram, "areas" | "labels" | "targets">>;

/** What a wire carries in one unit, at each step. */
export type Carried = readonly number[];

/** Of operations, which are circles, and of boxes. */
export const operationRadius = 11;
const [boxWidth, boxHeight] = [30, 24];
/** What has weights is yellow, as in the drawings that made these cells known. */
const learntColor = lineColors[4];
/** From an empty wire to one that carries 1 or more. */
const [thinnest, widest] = [1, 4];

/** A path from x, y to x, y and so on. */
export function along(...places: readonly number[]): Path {
  return Array.from({ length: places.length / 2 }, (_, i) => [places[2 * i]!, places[2 * i + 1]!]);
}

/** A wire in the colour of its number's sign, as wide as the number is large; what shows as 0 is thin and grey. */
export function wire(path: Path, carried: Carried, arrow = true): Wire {
  const paths = [path];
  return {
    arrow,
    at: carried.map((value) => {
      const shown = shortNumber(value) === "0" ? 0 : value;
      const size = Math.min(1, Math.abs(shown)) || 0;
      const width = Number((thinnest + (widest - thinnest) * size).toFixed(2));
      return { paths, color: signColor(shown), width };
    }),
  };
}

/** A wire with more than one number in it. */
export function bundle(paths: readonly Path[], arrow = true): Wire {
  return { arrow, at: [{ paths, color: ink, width: 1 }] };
}

/** The arrows of one step after the other, those of the step that is read. */
export function flowing(arrows: readonly (readonly Path[])[]): Wire {
  const looks = arrows[0]!.map((_, t) => ({
    paths: arrows.map((paths) => paths[t]!),
    color: accent,
    width: 2.5,
  }));
  return { arrow: true, at: looks };
}

/** What is the same in a whole step, in the colour of what has weights. */
export function filled(shape: Shape): Area {
  return { at: [{ shape, fill: learntColor, opacity: 0.3, line: learntColor, lineWidth: 0 }] };
}

/** A line around a whole step, which stands out at the step's own position. */
export function outlined(shape: Shape, own: number, positions: number): Area {
  return {
    at: Array.from({ length: positions }, (_, position) => ({
      shape,
      fill: "none",
      line: position === own ? accent : learntColor,
      lineWidth: position === own ? 3 : 1.2,
    })),
  };
}

/** A box with weights in it. */
export function learnt(x: number, y: number, name: string): Pick<Diagram, "areas" | "labels"> {
  return box(x, y, name, learntColor);
}

/** An operation on numbers, each by itself, that has a name of some letters. */
export function named(x: number, y: number, name: string): Pick<Diagram, "areas" | "labels"> {
  return box(x, y, name, ink);
}

function box(x: number, y: number, name: string, color: string): Pick<Diagram, "areas" | "labels"> {
  const shape = { kind: "box", x, y, width: boxWidth, height: boxHeight } as const;
  return {
    areas: [{ at: [{ shape, fill: color, opacity: 0.3, line: color, lineWidth: 1.2 }] }],
    labels: [{ x, y, at: [{ text: name }] }],
  };
}

/** An operation of two wires, number by number. */
export function operation(x: number, y: number, sign: string): Pick<Diagram, "areas" | "labels"> {
  const shape = { kind: "circle", x, y, radius: operationRadius } as const;
  return {
    areas: [{ at: [{ shape, fill: ink, opacity: 0.18, line: ink, lineWidth: 1.2 }] }],
    labels: [{ x, y, at: [{ text: sign }] }],
  };
}

/** Where one wire becomes two. */
export function joint(x: number, y: number): Area {
  const shape = { kind: "circle", x, y, radius: 2.5 } as const;
  return { at: [{ shape, fill: ink, line: ink, lineWidth: 0 }] };
}

/** What stands around a cell. */
export function frame(left: number, top: number, right: number, bottom: number): Area {
  const [width, height] = [right - left, bottom - top];
  const shape = { kind: "box", x: left + width / 2, y: top + height / 2, width, height } as const;
  return { at: [{ shape, fill: ink, opacity: 0.06, line: ink, lineWidth: 0.5 }] };
}

/** The number of a wire beside it, after a gate's letter if it has one. */
export function numberAt(
  [x, y]: Point,
  carried: Carried,
  { name = "", anchor = "start" }: { readonly name?: string; readonly anchor?: Label["anchor"] } = {},
): Label {
  const before = name === "" ? "" : `${name} `;
  return { x, y, anchor, at: carried.map((value) => ({ text: before + shortNumber(value) })) };
}

/** Where a state comes in or goes out: its name above the wire, its number below. */
export function stateAt(
  [x, y]: Point,
  anchor: "start" | "end",
  letter: "h" | "c",
  steps: readonly string[],
  carried: Carried,
): Label[] {
  return [
    { x, y: y - 14, anchor, at: steps.map((step) => ({ text: letter + step })) },
    { x, y: y + 14, anchor, at: carried.map((value) => ({ text: shortNumber(value) })) },
  ];
}

/** What comes in from below: the input's features at each step. */
export function inputAt(
  [x, y]: Point,
  steps: readonly string[],
  inputs: readonly (readonly number[])[],
): Label {
  const at = inputs.map((features, t) => ({ text: `x${steps[t]} = ${featuresText(features)}` }));
  return { x, y, anchor: "start", at };
}

/** What the pointer on a box or an operation tells. */
export function told([x, y]: Point, what: string, carried: Carried): Target {
  return { x, y, at: carried.map((value) => `${what} = ${formatNumber(value)}`) };
}

/** The features of each step in a few letters. */
function featuresText(x: readonly number[]): string {
  const listed = x.map(shortNumber).join(", ");
  return listed.length <= 16 ? listed : `${x.length} numbers`;
}
