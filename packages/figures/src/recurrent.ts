import type { Drawing } from "./drawing.ts";
import type { Heading } from "./heading.ts";
import { count, formatNumber, groupDigits } from "./numbers.ts";
import type { ShowOptions } from "./options.ts";
import { recurrentFigure } from "./recurrent-figure.ts";
import type { Panel, Quantity, RecurrentScene, RecurrentTraceLike } from "./recurrent-scene.ts";
import { captionOf, inputQuantity, sceneOf } from "./recurrent-scene.ts";
import { recurrentPicture } from "./recurrent-svg.ts";
import { svgDocument } from "./svg.ts";
import { textPicture } from "./text.ts";
import { viewOf } from "./view.ts";

/** The trace of a recurrent layer: its input and each of its `quantities` over time, as maps of units by steps. */
export function drawRecurrent(
  quantities: readonly Quantity[],
  trace: RecurrentTraceLike,
  options: ShowOptions,
  budget: number,
): Drawing {
  const plain = options.plain ?? false;
  const scene = sceneOf(trace, [inputQuantity, ...quantities], plain, budget);
  const description = describeRecurrent(trace, scene);
  const heading = headingOf(trace, scene, options);
  return {
    description,
    text: [description, ...scene.panels.map(panelText)].join("\n"),
    svg: svgDocument(heading, description, recurrentPicture(scene)),
    plotly: recurrentFigure(scene, heading, plain),
  };
}

/** "LSTM of 4 units over 6 steps of 3 features: forget gate f from 0.21 to 0.87, ..., state h from -0.4 to 0.6." */
function describeRecurrent(trace: RecurrentTraceLike, { panels, steps }: RecurrentScene): string {
  const ranges = panels
    .filter(({ noun }) => noun === "unit")
    .map(({ name, found: { min, max } }) => `${name} from ${formatNumber(min)} to ${formatNumber(max)}`);
  const over = `over ${count(steps, "step")} of ${count(trace.input.shape[1]!, "feature")}`;
  return `${sizeOf(trace)} ${over}${placeOf(trace)}: ${ranges.join(", ")}.`;
}

function sizeOf(trace: RecurrentTraceLike): string {
  return `${trace.layer.toUpperCase()} of ${count(trace.output.shape[1]!, "unit")}`;
}

function placeOf({ layerIndex, reverse }: RecurrentTraceLike): string {
  return `${layerIndex > 0 ? `, layer ${layerIndex}` : ""}${reverse ? ", from the end" : ""}`;
}

function headingOf(trace: RecurrentTraceLike, scene: RecurrentScene, options: ShowOptions): Heading {
  const { panels, steps, stride, rows, shownRows } = scene;
  const notFinite = panels.reduce((sum, { found }) => sum + found.count - found.finite, 0);
  const size = `${sizeOf(trace)}, ${count(steps, "step")}`;
  const notes = [
    ...(stride > 1 ? [`one of every ${stride} steps shown, of ${groupDigits(steps)}`] : []),
    ...(rows > shownRows ? [`the first ${shownRows} of ${groupDigits(rows)} rows shown`] : []),
    ...(notFinite > 0 ? [`${count(notFinite, "value")} not finite, left empty`] : []),
  ];
  return {
    title: options.title ?? size,
    lines: [
      [
        ...(options.title === undefined ? [] : [size]),
        `sample ${trace.sample}`,
        `layer ${trace.layerIndex}`,
        trace.reverse ? "from the end to the start" : "from the start to the end",
      ],
      ...(notes.length > 0 ? [notes] : []),
    ],
  };
}

function panelText(panel: Panel): string {
  const view = viewOf([panel.rows, panel.columns]);
  return `${captionOf(panel)}, a ${panel.noun} a line\n${textPicture(panel.values, view, panel.range)}`;
}
