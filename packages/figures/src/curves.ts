import { curveFigure } from "./curve-figure.ts";
import { type CurveScene, curveScene } from "./curve-scene.ts";
import { curvePicture } from "./curve-svg.ts";
import type { Drawing } from "./drawing.ts";
import { plainText } from "./escape.ts";
import type { Heading } from "./heading.ts";
import type { LossCurveOptions } from "./loss-curve.ts";
import { count, formatNumber } from "./numbers.ts";
import { plotlyReaches } from "./plotly.ts";
import type { Series } from "./run.ts";
import { statistics } from "./statistics.ts";
import { svgDocument } from "./svg.ts";
import { sparkline } from "./text.ts";

/** All series in one plot, within `budget` bytes of JSON. */
export function drawCurves(series: readonly Series[], options: LossCurveOptions, budget: number): Drawing {
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
export function describeCurves(series: readonly Series[], { xLabel = "step" }: LossCurveOptions): string {
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
