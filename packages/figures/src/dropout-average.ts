import { ShapeError, type Tensor } from "@layerbook/layers";
import { checkChoices } from "./choices.ts";
import { type AverageScene, averageScene, expectedDistance, sweepOf } from "./dropout-average-scene.ts";
import type { Figure } from "./figure.ts";
import { formatNumber } from "./numbers.ts";
import { isTensor } from "./recognise.ts";
import { named } from "./run.ts";
import { shapeLabel } from "./statistics.ts";
import { sweptFigure } from "./sweep.ts";
import { textTable } from "./text.ts";

/** What may be chosen of dropout's average. */
export interface DropoutAverageOptions {
  /** With which probability a number is dropped, from 0 to below 1, or up to three of them; 0.5 by default. */
  readonly p?: number | readonly number[];
  /** How many passes are drawn, 2 to 41; 40 by default. */
  readonly draws?: number;
  /** What the masks are drawn from, the same coins for each p; 0 by default. */
  readonly seed?: number;
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

const action = "draw dropout's average";
/** Each pass carries them twice. */
const mostValues = 256;

/**
 * Pass after pass of `Dropout` over one input, a vector or a matrix of at most 256 numbers: what each draw leaves, and how
 * the mean of the draws nears the input, as fast as 1 / √n. Dropped numbers are left empty. Throws ShapeError for another
 * input, a p outside 0..1 or of 1, and for an option that there is not.
 *
 * @example
 * import { dropoutAverage } from "@layerbook/figures";
 * import { tensor } from "@layerbook/layers";
 * dropoutAverage(tensor([1, 2, 3, 4]));
 */
export function dropoutAverage(x: Tensor, options: DropoutAverageOptions = {}): Figure {
  checkChoices(action, options, {
    p: "rates",
    draws: "places",
    seed: "index",
    title: "text",
    plain: "boolean",
  });
  if (!isTensor(x) || ![1, 2].includes(x.shape.length) || x.numel() < 1 || x.numel() > mostValues) {
    throw new ShapeError(
      `Cannot ${action} of ${named(x)}: expected a vector or a matrix of 1 to ${mostValues} numbers`,
    );
  }
  const { p = 0.5, draws = 40, seed = 0, title, plain = false } = options;
  const rates = typeof p === "number" ? [p] : p;
  const scene = averageScene(x, rates, draws, seed);
  return sweptFigure(sweepOf(scene), {
    heading: {
      title: title ?? "Dropout, draw after draw",
      lines: [
        [shapeLabel(x), "colours end at the input's largest", "empty: dropped", "dashes: expected distance"],
      ],
    },
    title,
    description: describeAverage(scene),
    numbers: numbersOf(scene),
    plain,
  });
}

/** "Dropout of 4 values in 40 draws: with p = 0.25 the first is 3.94 away from the input and the mean of all 0.7, where 0.75 is expected." */
function describeAverage({ input, rates, runs }: AverageScene): string {
  const ways = rates.map((rate, i) => {
    const run = runs[i]!;
    const [first, last] = [run[0]!.distance, run.at(-1)!.distance].map((value) => formatNumber(value, 3));
    const expected = formatNumber(expectedDistance(input, rate, run.length), 3);
    return `with p = ${formatNumber(rate)} the first is ${first} away from the input and the mean of all ${last}, where ${expected} is expected`;
  });
  return `Dropout of ${input.length} values in ${runs[0]!.length} draws: ${ways.join("; ")}.`;
}

/** A row for each of the telling draws, a table for each rate. */
function numbersOf({ input, rates, runs, telling }: AverageScene): string {
  const tables = rates.map((rate, i) => {
    const rows = telling.map((draw) => {
      return [draw + 1, runs[i]![draw]!.distance, expectedDistance(input, rate, draw + 1)];
    });
    return `p = ${formatNumber(rate)}\n${textTable(rows.flat(), 0, rows.length, 3)}`;
  });
  return ["columns: draws, distance of their mean from the input, expected", ...tables].join("\n");
}
