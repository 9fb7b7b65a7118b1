import { ShapeError } from "@layerbook/layers";
import { fittingBundle } from "./bundle.ts";
import { checkChoices } from "./choices.ts";
import { curveFigure } from "./curve-figure.ts";
import { type CurveScene, curveScene } from "./curve-scene.ts";
import { curvePicture } from "./curve-svg.ts";
import type { Drawing } from "./drawing.ts";
import { plainText } from "./escape.ts";
import { type Figure, figureOf } from "./figure.ts";
import type { Heading } from "./heading.ts";
import { count, formatNumber } from "./numbers.ts";
import { plotlyReaches } from "./plotly.ts";
import { type Run, type Series, seriesOf } from "./run.ts";
import { statistics } from "./statistics.ts";
import { svgDocument } from "./svg.ts";
import { sparkline } from "./text.ts";

/** What may be chosen of a loss curve. */
export interface LossCurveOptions {
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** A logarithmic scale at the left; false by default. */
  readonly logScale?: boolean;
  /** Names of series that have an axis of their own at the right, such as an accuracy. */
  readonly rightAxis?: readonly string[];
  /** What is counted from left to right; "step" by default. */
  readonly xLabel?: string;
  /** What is measured at the left; not written by default. */
  readonly yLabel?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

/**
 * What training measured, step by step: `lossCurve([2.3, 1.1, 0.6])`, or several series by name,
 * `lossCurve({ train, test, accuracy }, { rightAxis: ["accuracy"] })`. The first value stands at step 1.
 * Throws FormatError for what is no list of numbers, ShapeError for a tensor that is not of rank 1 or an option that
 * there is not.
 */
export function lossCurve(run: Run, options: LossCurveOptions = {}): Figure {
  checkOptions(options);
  const series = seriesOf(run);
  checkRightAxis(series, options);
  return figureOf(
    fittingBundle(options.title, (budget) => drawCurves(series, options, budget)),
    describeCurves(series, options),
  );
}

function checkOptions(options: LossCurveOptions): void {
  checkChoices("draw a loss curve", options, {
    title: "text",
    logScale: "boolean",
    rightAxis: "texts",
    xLabel: "text",
    yLabel: "text",
    plain: "boolean",
  });
}

function checkRightAxis(series: readonly Series[], { rightAxis = [] }: LossCurveOptions): void {
  const names = series.map(({ name }) => name);
  for (const name of rightAxis) {
    if (names.includes(name)) continue;
    throw new ShapeError(
      `Cannot draw ${JSON.stringify(name)} against the right axis: expected one of ${names.map((one) => JSON.stringify(one)).join(", ")} in the option rightAxis`,
    );
  }
}

function drawCurves(series: readonly Series[], options: LossCurveOptions, budget: number): Drawing {
  const filled = series.filter(({ x }) => x.length > 0);
  const description = describeCurves(series, options);
  if (filled.length === 0) return { description, text: description };
  const { logScale = false, rightAxis: right = [], xLabel = "step", yLabel = "" } = options;
  const scene = curveScene(filled, { logScale, right }, budget);
  const heading = headingOf(scene, options);
  const found = statistics(filled.flatMap(({ y }) => y));
  return {
    description,
    text: [description, ...filled.map(({ name, y }) => `${plainText(name)}  ${sparkline(y)}`)].join("\n"),
    svg: svgDocument(heading, description, curvePicture(scene, xLabel)),
    ...(plotlyReaches(found)
      ? { plotly: curveFigure(scene, heading, { x: xLabel, y: yLabel }, options.plain ?? false) }
      : {}),
  };
}

function headingOf({ notes, logScale }: CurveScene, { title }: LossCurveOptions): Heading {
  const said = [...(logScale ? ["logarithmic scale"] : []), ...notes.map(plainText)];
  return { title: title ?? "Loss curve", lines: said.length > 0 ? [said] : [] };
}

/** "Loss curve of 2 series: train over 20 steps from 2.3 to 0.05, least 0.04 at step 18; ..." */
function describeCurves(series: readonly Series[], { xLabel = "step" }: LossCurveOptions): string {
  const filled = series.filter(({ x }) => x.length > 0);
  if (filled.length === 0) return "Loss curve without values yet.";
  const label = plainText(xLabel);
  const curves = filled.map(({ name, x, y }) => {
    const { min, max, finite } = statistics(y);
    const over = `${plainText(name)} over ${count(x.length, "value")}`;
    if (x.length === 1)
      return `${plainText(name)} ${formatNumber(y[0]!)} at ${label} ${formatNumber(x[0]!, 9)}`;
    if (finite === 0) return `${over}, none finite`;
    const at = (value: number): string =>
      `${formatNumber(value)} at ${label} ${formatNumber(x[y.indexOf(value)]!, 9)}`;
    return `${over} from ${formatNumber(y[0]!)} to ${formatNumber(y.at(-1)!)}, least ${at(min)}, greatest ${at(max)}`;
  });
  return `Loss curve of ${curves.join("; ")}.`;
}
