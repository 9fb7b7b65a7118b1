import { bundle, filled, flowing, outlined } from "./cell-parts.ts";
import type { CellTraceLike } from "./cell-scene.ts";
import { colorOf, inkOn } from "./colors.ts";
import type { Diagram, Label, Path, Shape, Target } from "./diagram.ts";
import { shortNumber } from "./neurons.ts";
import { formatNumber, subscript } from "./numbers.ts";
import { ink } from "./plotly.ts";
import {
  boxWidth,
  cellHeight,
  type Place,
  placesOf,
  type Stack,
  stackMap,
  stackOf,
  stackPaths,
} from "./unrolled-stacks.ts";

/** More steps, or numbers of a step, are left out. */
export const mostSteps = 20;
export const mostRows = 8;
const width = 336;
const boxHeight = 34;
const arrowHeight = 22;
const nameHeight = 20;
/** Between lines of steps. */
const lineGap = 12;

/** The first steps side by side; at each position of the slider another one stands out. */
export function unrolledScene(trace: CellTraceLike, first: number): Diagram {
  const steps = trace.steps.slice(0, mostSteps);
  const numbersOf = (key: string): readonly (readonly number[])[] =>
    steps.map((step) => (step[key] as readonly number[]).slice(0, mostRows));
  const h = stackOf("h", numbersOf("h"), nameHeight, 1);
  const boxY = h.bottom + arrowHeight;
  const c = trace.c0 === undefined ? undefined : stackOf("c", numbersOf("c"), boxY + boxHeight - 4, 0);
  const boxBottom = c === undefined ? boxY + boxHeight : c.bottom + 5;
  const x = stackOf("x", numbersOf("x"), boxBottom + arrowHeight, 0);
  const stacks = [x, h, ...(c === undefined ? [] : [c])];
  const lineHeight = x.bottom + nameHeight;
  const places = placesOf(steps.length, lineHeight + lineGap);
  /** Where a state goes from box to box: from the left end of a line, or from the box before. */
  const flowsAt = (y: number): Path[] =>
    places.map(({ x, top, before }) => [
      [before, top + y],
      [x - boxWidth / 2, top + y],
    ]);
  const flows = [
    { name: "h", y: boxY + boxHeight / 2 },
    ...(c ? [{ name: "c", y: (c.top + c.bottom) / 2 }] : []),
  ];
  const states = flows.map(({ y }) => flowsAt(y));
  const up = (from: number, to: number): Path[] =>
    places.map(({ x, top }) => [
      [x, top + from],
      [x, top + to],
    ]);
  const arrows = [...states, up(x.top, boxBottom), up(boxY, h.bottom)];
  const onward = places.flatMap(({ x, top }, t): Path[] => {
    const endsLine = places[t + 1]?.top !== top;
    return endsLine
      ? flows.map(
          ({ y }): Path => [
            [x + boxWidth / 2, top + y],
            [Math.min(width, x + boxWidth / 2 + 19), top + y],
          ],
        )
      : [];
  });
  return {
    width,
    height: places.at(-1)!.top + lineHeight,
    maps: stacks.flatMap((stack) => stackMap(stack, places)),
    wires: [
      ...[...arrows, onward].map((paths) => bundle(paths)),
      { at: [{ paths: stacks.flatMap((stack) => stackPaths(stack, places)), color: ink, width: 0.5 }] },
      flowing(arrows),
    ],
    areas: [
      // Colours of what lies below stay as they are: the memory's cells.
      ...places.map((place) => filled(boxAt(place, boxY, c?.top ?? boxBottom))),
      ...places.map((place, t) => outlined(boxAt(place, boxY, boxBottom), t, steps.length)),
    ],
    labels: [
      ...places.map(({ x, top }): Label => {
        return { x, y: top + boxY + 15, at: [{ text: trace.layer.toUpperCase() }] };
      }),
      ...stacks.flatMap((stack) => cellLabels(stack, places)),
      ...places.flatMap(({ x: column, top }, t): Label[] => {
        const now = subscript(steps[t]!.position + 1);
        return [
          { x: column, y: top + h.top - 8, at: [{ text: `h${now}` }] },
          { x: column, y: top + x.bottom + 9, at: [{ text: `x${now}` }] },
        ];
      }),
      ...places
        .filter(({ startsLine }) => startsLine)
        .flatMap(({ before, top }) => {
          const t = places.findIndex((place) => place.top === top);
          const then = subscript(trace.reverse ? steps[t]!.position + 2 : steps[t]!.position);
          return flows.map(({ name, y }): Label => {
            return { x: before + 9, y: top + y - 11, at: [{ text: `${name}${then}` }] };
          });
        }),
    ],
    targets: places.map(({ x, top }, t): Target => {
      const { position, h: state } = steps[t]!;
      const listed = (state as readonly number[]).slice(0, mostRows).map((value) => formatNumber(value, 3));
      return {
        x,
        y: top + boxY + 15,
        at: [`h${subscript(position + 1)} = ${listed.join(", ")}`],
        leadsTo: t,
      };
    }),
    quantity: "t =",
    positions: steps.map(({ position }) => String(position + 1)),
    first,
  };
}

function boxAt({ x, top }: Place, from: number, to: number): Shape {
  return { kind: "box", x, y: top + (from + to) / 2, width: boxWidth, height: to - from };
}

/** The numbers of a stack, in ink that reads on their colours. */
function cellLabels({ values, top, range }: Stack, places: readonly Place[]): Label[] {
  return places.flatMap(({ x, top: line }, t) =>
    values[t]!.map((value, row): Label => {
      const color = Number.isFinite(value) ? { color: inkOn(colorOf(value, range)) } : { color: ink };
      const y = line + top + (row + 0.5) * cellHeight;
      return { x, y, at: [{ text: shortNumber(value), ...color }] };
    }),
  );
}
