import { FormatError } from "@layerbook/layers";
import { type Bins, binsOf } from "./bins.ts";
import { fittingBundle } from "./bundle.ts";
import { checkChoices } from "./choices.ts";
import { type Figure, figureOf } from "./figure.ts";
import type { Heading } from "./heading.ts";
import { histogramFigure, histogramPicture } from "./histogram-drawing.ts";
import { count, formatNumber } from "./numbers.ts";
import { plotlyReaches } from "./plotly.ts";
import { isTensor } from "./recognise.ts";
import { isNumbers, type Numbers, named } from "./run.ts";
import { type Statistics, shapeLabel, statistics, statisticsParts } from "./statistics.ts";
import { svgDocument } from "./svg.ts";
import { sparkline } from "./text.ts";

/** What may be chosen of a histogram. */
export interface HistogramOptions {
  /** Stands above the figure in place of the kind of value. Always shown as text. */
  readonly title?: string;
  /** About how many bars; by the number of values by default. */
  readonly bins?: number;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

/**
 * How often which values occur, of a tensor of any shape or a list of numbers. Bars end at round numbers, one of them at 0
 * where values lie on both sides; whole numbers within a small range have a bar each. What is not finite is counted in the
 * heading. Throws FormatError for what is neither tensor nor list of numbers, ShapeError for an option that there is not.
 *
 * @example
 * import { histogram } from "@layerbook/figures";
 * import { randn } from "@layerbook/layers";
 * histogram(randn([1000]), { title: "Normal" });
 */
export function histogram(values: Numbers, options: HistogramOptions = {}): Figure {
  checkChoices("draw a histogram", options, { title: "text", bins: "count", plain: "boolean" });
  if (!isNumbers(values)) {
    throw new FormatError(
      `Cannot draw a histogram of ${named(values)}: expected a tensor or a list of numbers`,
    );
  }
  const numbers = isTensor(values) ? values.toTypedArray() : values;
  const label = isTensor(values) ? shapeLabel(values) : count(numbers.length, "value");
  const found = statistics(numbers);
  const description = describeHistogram(label, found);
  if (found.finite === 0) return figureOf({ "text/plain": description }, description);
  const bins = binsOf(numbers, found, options.bins);
  const parts = statisticsParts(found);
  const heading: Heading =
    options.title === undefined
      ? { title: `Histogram of ${label}`, lines: [parts] }
      : { title: options.title, lines: [[label, ...parts]] };
  const bundle = fittingBundle(options.title, () => ({
    description,
    text: `${label}  ${parts.join("  ")}\n${histogramText(bins)}`,
    svg: svgDocument(heading, description, histogramPicture(bins)),
    ...(plotlyReaches(found) ? { plotly: histogramFigure(bins, heading, options.plain ?? false) } : {}),
  }));
  return figureOf(bundle, description);
}

/** "Histogram of float32 [3, 4]: 12 values from -1 to 2, mean 0.5, standard deviation 0.8." */
function describeHistogram(label: string, found: Statistics): string {
  if (found.finite === 0) return `Histogram of ${label}: no finite value.`;
  const lost = found.count - found.finite;
  const spread = found.finite > 1 ? `, standard deviation ${formatNumber(found.std)}` : "";
  const range = `from ${formatNumber(found.min)} to ${formatNumber(found.max)}, mean ${formatNumber(found.mean)}`;
  return `Histogram of ${label}: ${count(found.finite, "finite value")} ${range}${spread}${lost > 0 ? `, ${count(lost, "value")} not finite` : ""}.`;
}

function histogramText({ edges, counts }: Bins): string {
  return `${formatNumber(edges[0]!)} ${sparkline(counts)} ${formatNumber(edges.at(-1)!)}`;
}
