import { ShapeError } from "@layerbook/layers";
import { fittingBundle } from "./bundle.ts";
import { checkChoices } from "./choices.ts";
import { type ComparisonScene, comparisonScene, type Distance, distanceOf, placeText } from "./comparison.ts";
import { plainText } from "./escape.ts";
import { type Figure, figureOf } from "./figure.ts";
import type { Heading } from "./heading.ts";
import { type StackedMap, stackFigure, stackPicture } from "./map-stack.ts";
import { bytesPerCell } from "./maps.ts";
import { formatNumber, groupDigits } from "./numbers.ts";
import { omissions } from "./plan.ts";
import { plotlyReaches } from "./plotly.ts";
import { isTensor, type TensorLike } from "./recognise.ts";
import { named } from "./run.ts";
import { shapeLabel } from "./statistics.ts";
import { svgDocument } from "./svg.ts";
import { textPicture } from "./text.ts";
import { viewOf } from "./view.ts";

/** What may be chosen of a comparison. */
export interface CompareOptions {
  /** What the two are called; "a" and "b" by default. */
  readonly names?: readonly string[];
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

/**
 * Two tensors of one shape in the same colours, their difference a - b in colours of its own, and where the two are
 * furthest apart. Of a batch the part that holds that place is drawn. Equal infinities, and NaN beside NaN, are no
 * difference. Throws ShapeError for what is no tensor, for shapes that differ, and for an option that there is not.
 *
 * @example
 * import { compare } from "@layerbook/figures";
 * import { tensor } from "@layerbook/layers";
 * compare(tensor([[1, 2], [3, 4]]), tensor([[1, 2], [3, 5]]));
 */
export function compare(a: TensorLike, b: TensorLike, options: CompareOptions = {}): Figure {
  checkChoices("compare", options, { names: "texts", title: "text", plain: "boolean" });
  const { names = ["a", "b"], title, plain = false } = options;
  if (names.length !== 2) {
    throw new ShapeError(`Cannot compare with names ${JSON.stringify(names)}: expected a list of two texts`);
  }
  if (!isTensor(a) || !isTensor(b) || a.shape.join() !== b.shape.join()) {
    throw new ShapeError(`Cannot compare ${named(a)} with ${named(b)}: expected two tensors of one shape`);
  }
  const shown = names.map(plainText);
  const distance = distanceOf(a.toTypedArray(), b.toTypedArray());
  const description = describeComparison(a, b, distance, shown);
  if (a.shape.length === 0 || a.shape.includes(0))
    return figureOf({ "text/plain": description }, description);
  const perCell = bytesPerCell(viewOf([1, 1]), "f8", undefined, { plain });
  const bundle = fittingBundle(title, (budget) => {
    const scene = comparisonScene(a, b, distance, shown, budget, perCell);
    const heading = headingOf(a, b, distance, scene, options);
    return {
      description,
      text: [description, ...scene.panels.map((panel) => panelText(panel, scene))].join("\n"),
      svg: svgDocument(heading, description, stackPicture(scene)),
      ...(scene.panels.every(({ found }) => plotlyReaches(found))
        ? { plotly: stackFigure(scene, heading, plain) }
        : {}),
    };
  });
  return figureOf(bundle, description);
}

/** The map that holds the largest difference, in characters. */
function panelText({ name, values, range }: StackedMap, { plan, worstMap }: ComparisonScene): string {
  const { height, width } = plan.view;
  const map = Array.from({ length: height * width }, (_, i) => values[worstMap.start + i]!);
  const of = worstMap.label === "" ? "" : ` [${worstMap.label}]`;
  return `${name}${of}\n${textPicture(map, plan.view, range)}`;
}

/** "Comparison of a and b, float32 [2, 3]: 1 of 6 values differs, most at [0, 1], 2 beside 1.5: by 0.5." */
function describeComparison(
  a: TensorLike,
  b: TensorLike,
  distance: Distance,
  names: readonly string[],
): string {
  return `Comparison of ${names.join(" and ")}, ${labelsOf(a, b)}: ${apart(a, b, distance).join(", ")}.`;
}

function labelsOf(a: TensorLike, b: TensorLike): string {
  return a.dtype === b.dtype ? shapeLabel(a) : `${a.dtype} and ${shapeLabel(b)}`;
}

/** How many values differ, and where they do most. */
function apart(a: TensorLike, b: TensorLike, { differing, notFinite, largest, at }: Distance): string[] {
  const all = groupDigits(a.toTypedArray().length);
  if (differing === 0) return [`all ${all} values are the same`];
  const beside = `${formatNumber(a.toTypedArray()[at]!, 7)} beside ${formatNumber(b.toTypedArray()[at]!, 7)}`;
  const place = `${placeText(at, a.shape)}, ${beside}`;
  return [
    `${groupDigits(differing)} of ${all} values ${differing === 1 ? "differs" : "differ"}`,
    notFinite === 0
      ? `by at most ${formatNumber(largest)}, at ${place}`
      : `${groupDigits(notFinite)} of them not finite, the first at ${place}`,
    ...(notFinite > 0 && largest > 0 ? [`the others by at most ${formatNumber(largest)}`] : []),
  ];
}

function headingOf(
  a: TensorLike,
  b: TensorLike,
  distance: Distance,
  { plan, part }: ComparisonScene,
  { title }: CompareOptions,
): Heading {
  const notes = [
    ...(part === "" ? [] : [`index [${part}] shown, where the two are furthest apart`]),
    ...omissions(plan),
  ];
  return {
    title: title ?? "Comparison",
    lines: [[labelsOf(a, b), ...apart(a, b, distance)], ...(notes.length > 0 ? [notes] : [])],
  };
}
