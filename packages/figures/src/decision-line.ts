import { type Linear, ShapeError } from "@layerbook/layers";
import { checkChoices } from "./choices.ts";
import { crossingOf, type LineScene, lineScene, mostOutputs, sweepOf } from "./decision-line-scene.ts";
import type { Figure } from "./figure.ts";
import { count, formatNumber } from "./numbers.ts";
import { kindOf } from "./recognise.ts";
import { named } from "./run.ts";
import { sweptFigure } from "./sweep.ts";
import { textTable } from "./text.ts";

/** What may be chosen of a decision line. */
export interface DecisionLineOptions {
  /** Where x begins, two numbers; [-2, -2] by default. */
  readonly from?: readonly number[];
  /** Where it ends; [2, 2] by default. */
  readonly to?: readonly number[];
  /** At how many places it is looked at, 2 to 41; 21 by default. */
  readonly places?: number;
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

const action = "draw a decision line";

/**
 * An x that moves through the plane of two features, from one point to another: what each feature, times its weight, and
 * the bias contribute to an output, and on which side of the line x lies where that output is 0. Buttons choose the
 * output, one of the first four. Runs the layer itself, over the whole plane too. Throws ShapeError for what is no
 * Linear of two features, for points that are not, and for an option that there is not.
 *
 * @example
 * import { decisionLine } from "@layerbook/figures";
 * import { Linear } from "@layerbook/layers";
 * decisionLine(new Linear(2, 1));
 */
export function decisionLine(layer: Linear, options: DecisionLineOptions = {}): Figure {
  checkChoices(action, options, {
    from: "point",
    to: "point",
    places: "places",
    title: "text",
    plain: "boolean",
  });
  if (kindOf(layer) !== "module" || layer.inFeatures !== 2 || layer.weight?.shape.length !== 2) {
    throw new ShapeError(`Cannot ${action} of ${named(layer)}: expected a Linear of 2 features`);
  }
  const { from = [-2, -2], to = [2, 2], places = 21, title, plain = false } = options;
  const scene = lineScene(layer, from, to, places);
  const lines = [
    "y over the plane, red where above 0",
    "line: where y = 0",
    "orange: x",
    ...(layer.outFeatures > mostOutputs ? [`the first ${mostOutputs} of ${layer.outFeatures} outputs`] : []),
  ];
  return sweptFigure(sweepOf(scene), {
    heading: {
      title: title ?? `Linear: ${count(layer.outFeatures, "output")} of two features`,
      lines: [lines],
    },
    title,
    description: describeLine(scene),
    numbers: numbersOf(scene),
    plain,
  });
}

/** "(1, -0.5)". */
function pointText(point: readonly number[]): string {
  return `(${point.map((number) => formatNumber(number)).join(", ")})`;
}

/** "As x goes from (-2, -2) to (2, 2) through a linear map, output 0 goes from 0.5 to 0.5, and output 1 from -7 to 7, 0 at (0, 0)." */
function describeLine({ path, outputs }: LineScene): string {
  const ways = outputs.map((output, o) => {
    const [first, last] = [output.steps[0]!.value, output.steps.at(-1)!.value];
    const crossing = crossingOf(path[0]!, first, path.at(-1)!, last);
    const zero = crossing === undefined ? "" : ` and is 0 at ${pointText(crossing)}`;
    return `output ${o} goes from ${formatNumber(first)} to ${formatNumber(last)}${zero}`;
  });
  return `As x goes from ${pointText(path[0]!)} to ${pointText(path.at(-1)!)} through a linear map, ${ways.join("; ")}.`;
}

/** A row for each of the telling places, a table for each output. */
function numbersOf({ path, outputs, telling }: LineScene): string {
  const tables = outputs.map(({ steps }, o) => {
    const rows = telling.map((place) => {
      const { products, bias, value } = steps[place]!;
      return [...path[place]!, ...products, bias, value];
    });
    return `output ${o}\n${textTable(rows.flat(), 0, rows.length, 6)}`;
  });
  return ["columns: x0, x1, weight × feature of each, bias, output", ...tables].join("\n");
}
