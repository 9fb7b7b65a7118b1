import { mostPositions } from "./choices.ts";
import { colorRange } from "./colors.ts";
import { formatNumber } from "./numbers.ts";
import { sample } from "./panel.ts";
import { accent } from "./plotly.ts";
import type { ReceptiveLinks } from "./receptive-links.ts";
import { statistics } from "./statistics.ts";
import type { Points, Slide, Sweep, SweepMark } from "./sweep.ts";

type Size = readonly [rows: number, columns: number];

/** Places of a map that the slider goes over, row by row: all, or as many as it has room for. */
export function placesOf([rows, columns]: Size): readonly number[] {
  const all = Array.from({ length: rows * columns }, (_, place) => place);
  return sample(all, mostPositions);
}

/** The weight with which each input is part of the output at `place`, and of each output the input at `place`. */
export function weightsOf({ weights }: ReceptiveLinks, view: "output" | "input", place: number): number[] {
  return view === "output" ? [...weights[place]!] : weights.map((own) => own[place]!);
}

/** "made of inputs in rows 0 to 1, columns 1 to 2": the part of the other map that has weights. */
export function linkText(view: "output" | "input", weights: readonly number[], [, columns]: Size): string {
  const places = placesIn(weights);
  if (places.length === 0) return view === "output" ? "made of no input" : "part of no output";
  const ends = (name: string, along: readonly number[]): string => {
    const [low, high] = [Math.min(...along), Math.max(...along)];
    return low === high ? `${name} ${low}` : `${name}s ${low} to ${high}`;
  };
  const rows = places.map((place) => Math.floor(place / columns));
  const across = places.map((place) => place % columns);
  const said = view === "output" ? "made of inputs in" : "part of outputs in";
  return `${said} ${ends("row", rows)}, ${ends("column", across)}`;
}

/** "[1, 2]". */
export function placeText(place: number, [, columns]: Size): string {
  return `[${Math.floor(place / columns)}, ${place % columns}]`;
}

/** The input beside the output: of one the number that the slider is at, of the other the weights that link to it. */
export function sweepOf(links: ReceptiveLinks): Sweep {
  const { inputSize, outputSize, input, output, trace } = links;
  const found = statistics(trace.kernel.toTypedArray());
  const weightRange = colorRange(found, "diverging");
  const side = (view: "output" | "input") => {
    const [own, other] = view === "output" ? [outputSize, inputSize] : [inputSize, outputSize];
    const values = view === "output" ? output : input;
    const places = placesOf(own);
    const linked = places.map((place) => weightsOf(links, view, place));
    const index = view === "output" ? 0 : 1;
    const here: SweepMark[] = [
      {
        kind: "cells",
        view: index,
        range: colorRange(statistics(values)),
        at: [values],
        hover: "%{z}",
        leadsTo: values.map((_, place) => (places.includes(place) ? places.indexOf(place) : null)),
        names: values.map((value, place) => {
          const link = linkText(view, weightsOf(links, view, place), other);
          return `${view} ${placeText(place, own)} = ${formatNumber(value)}, ${link}`;
        }),
      },
      { kind: "line", view: index, color: accent, at: places.map((place) => outline([place], own)) },
    ];
    const there: SweepMark[] = [
      {
        kind: "cells",
        view: index,
        range: weightRange,
        at: linked,
        gaps: true,
        hover: `weight of ${view === "output" ? "input" : "output"} [%{y}, %{x}] = %{z:.4~g}`,
      },
      {
        kind: "line",
        view: index,
        color: accent,
        at: linked.map((weights) => outline(placesIn(weights), other)),
      },
    ];
    const slide: Slide = {
      quantity: view,
      positions: places.map((place) => placeText(place, own)),
      first: 0,
      telling: [...new Set([0, Math.floor((places.length - 1) / 2), places.length - 1])],
    };
    return { here, there, slide };
  };
  const [ofOutput, ofInput] = [side("output"), side("input")];
  const grid = ([rows, columns]: Size): { rows: number; columns: number } => ({ rows, columns });
  return {
    ...ofOutput.slide,
    slides: [ofOutput.slide, ofInput.slide],
    views: ["output → inputs", "input → outputs"],
    rows: [
      [
        { caption: "input", grid: grid(inputSize), marks: [...ofOutput.there, ...ofInput.here] },
        { caption: "output", grid: grid(outputSize), marks: [...ofOutput.here, ...ofInput.there] },
      ],
    ],
  };
}

function placesIn(weights: readonly number[]): number[] {
  return weights.flatMap((weight, place) => (Number.isNaN(weight) ? [] : [place]));
}

/** A line around cells of a map, wherever one of them has none beside it. */
function outline(places: readonly number[], [, columns]: Size): Points {
  const cells = places.map((place) => [Math.floor(place / columns), place % columns] as const);
  const taken = new Set(cells.map((cell) => cell.join()));
  const free = (row: number, column: number): boolean => !taken.has(`${row},${column}`);
  const sides = cells.flatMap(([row, column]) => {
    const [top, left, bottom, right] = [row - 0.5, column - 0.5, row + 0.5, column + 0.5];
    return [
      ...(free(row - 1, column) ? [[left, right, top, top]] : []),
      ...(free(row + 1, column) ? [[left, right, bottom, bottom]] : []),
      ...(free(row, column - 1) ? [[left, left, top, bottom]] : []),
      ...(free(row, column + 1) ? [[right, right, top, bottom]] : []),
    ];
  });
  return {
    x: sides.flatMap(([from, to]) => [from!, to!, Number.NaN]),
    y: sides.flatMap(([, , from, to]) => [from!, to!, Number.NaN]),
  };
}
