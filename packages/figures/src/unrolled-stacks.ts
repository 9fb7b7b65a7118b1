import type { ColorRange } from "./colors.ts";
import type { CellMap, Path } from "./diagram.ts";
import { neuronRange } from "./neurons.ts";

/** Steps beside each other: as many as a telephone has room for with their numbers. */
const perLine = 5;
/** Before the first box of a line: the arrow of the state that comes in. */
const leftRoom = 28;
const pitch = 61;
export const boxWidth = 42;
export const cellHeight = 17;
const cellWidth = 38;

/** Where a step is. */
export interface Place {
  /** The middle of its column. */
  readonly x: number;
  /** Where its line begins. */
  readonly top: number;
  /** Where the state comes from: the box before, or the left end of the line. */
  readonly before: number;
  readonly startsLine: boolean;
}

/** Steps in lines as text is, each `lineHeight` below the one before. */
export function placesOf(steps: number, lineHeight: number): readonly Place[] {
  return Array.from({ length: steps }, (_, t): Place => {
    const column = t % perLine;
    const left = leftRoom + column * pitch;
    return {
      x: left + boxWidth / 2,
      top: Math.floor(t / perLine) * lineHeight,
      before: column === 0 ? 2 : left - (pitch - boxWidth),
      startsLine: column === 0,
    };
  });
}

/** The numbers of a quantity under each other, a stack for each step. */
export interface Stack {
  readonly name: string;
  readonly values: readonly (readonly number[])[];
  /** Below the beginning of the step's line. */
  readonly top: number;
  readonly bottom: number;
  readonly range: ColorRange;
}

/** The same colours for the same numbers in all steps; those of a state end at 1 at least. */
export function stackOf(
  name: string,
  values: readonly (readonly number[])[],
  top: number,
  atLeast: 0 | 1,
): Stack {
  const range = neuronRange([...values.flat(), atLeast]);
  return { name, values, top, bottom: top + values[0]!.length * cellHeight, range };
}

/** A map for each line of steps, with empty columns between them. */
export function stackMap({ values, top, range }: Stack, places: readonly Place[]): CellMap[] {
  const lines = places.flatMap(({ startsLine }, t) => (startsLine ? [t] : []));
  return lines.map((start): CellMap => {
    const inLine = places.slice(start, start + perLine);
    const rows = values[0]!.length;
    const line = inLine[0]!.top;
    return {
      x: inLine.flatMap(({ x }) => [x - cellWidth / 2, x + cellWidth / 2]),
      y: Array.from({ length: rows + 1 }, (_, row) => line + top + row * cellHeight),
      values: Array.from({ length: rows }, (_, row) =>
        inLine.flatMap((_, column) => {
          const value = values[start + column]![row]!;
          return column + 1 < inLine.length ? [value, Number.NaN] : [value];
        }),
      ).flat(),
      range,
    };
  });
}

/** A line around each cell, for those as light or as dark as the page. */
export function stackPaths({ values, top }: Stack, places: readonly Place[]): Path[] {
  return places.flatMap(({ x, top: line }) =>
    values[0]!.map((_, row): Path => {
      const [left, right] = [x - cellWidth / 2, x + cellWidth / 2];
      const [above, below] = [row, row + 1].map((edge) => line + top + edge * cellHeight) as [number, number];
      return [
        [left, above],
        [right, above],
        [right, below],
        [left, below],
        [left, above],
      ];
    }),
  );
}
