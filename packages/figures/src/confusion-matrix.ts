import { ShapeError } from "@layerbook/layers";
import { fittingBundle } from "./bundle.ts";
import { checkChoices } from "./choices.ts";
import { type Confusion, classesOf, confusionOf } from "./confusion.ts";
import { confusionFigure, confusionPicture } from "./confusion-drawing.ts";
import { plainText } from "./escape.ts";
import { type Figure, figureOf } from "./figure.ts";
import type { Heading } from "./heading.ts";
import { count } from "./numbers.ts";
import type { Numbers } from "./run.ts";
import { svgDocument } from "./svg.ts";
import { textTable } from "./text.ts";

/** What may be chosen of a confusion matrix. */
export interface ConfusionMatrixOptions {
  /** Names of the classes in the order of their numbers; the numbers by default. */
  readonly labels?: readonly string[];
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

/**
 * How often each class, a row, was taken for each class, a column; what was right is on the diagonal. Both are lists of
 * class numbers from 0 on, or tensors of rank 1, such as labels and `logits.argmax(1)`. Colours are shares of the row.
 * Throws FormatError for what is no list of whole numbers from 0 on, ShapeError when the two differ in length, when there
 * are fewer labels than classes, or more than 100 classes.
 *
 * @example
 * import { confusionMatrix } from "@layerbook/figures";
 * confusionMatrix([0, 1, 1, 2], [0, 1, 2, 2]);
 */
export function confusionMatrix(
  truth: Numbers,
  predicted: Numbers,
  options: ConfusionMatrixOptions = {},
): Figure {
  checkChoices("draw a confusion matrix", options, { labels: "texts", title: "text", plain: "boolean" });
  const rows = classesOf(truth, "truth");
  const columns = classesOf(predicted, "predicted");
  if (rows.length !== columns.length) {
    throw new ShapeError(
      `Cannot draw a confusion matrix of ${rows.length} true and ${columns.length} predicted classes: expected as many of the one as of the other`,
    );
  }
  const confusion = confusionOf(rows, columns, options.labels);
  const right = rows.filter((row, i) => row === columns[i]).length;
  const description = describeConfusion(confusion, right, rows.length);
  if (rows.length === 0) return figureOf({ "text/plain": description }, description);
  const parts = [count(rows.length, "sample"), `${right} right, ${percent(right, rows.length)}`];
  const heading: Heading = {
    title: options.title ?? "Confusion matrix",
    lines: [[...parts, "rows: truth", "columns: predicted"], ["colours: share of the row"]],
  };
  const bundle = fittingBundle(options.title, () => ({
    description,
    text: [description, confusionText(confusion)].join("\n"),
    svg: svgDocument(heading, description, confusionPicture(confusion)),
    plotly: confusionFigure(confusion, heading, options.plain ?? false),
  }));
  return figureOf(bundle, description);
}

/** "Confusion matrix of 3 classes: 8 of 10 samples right, 80 %; most often 3 was taken for 5, 2 times." */
function describeConfusion({ labels, counts, totals }: Confusion, right: number, samples: number): string {
  const classes = labels.length;
  if (samples === 0) return "Confusion matrix without samples.";
  const matrix = `Confusion matrix of ${count(classes, "class", "classes")}: ${right} of ${count(samples, "sample")} right, ${percent(right, samples)}`;
  const mistakes = counts.map((n, i) => (Math.floor(i / classes) === i % classes ? 0 : n));
  const worst = mistakes.indexOf(Math.max(...mistakes));
  if (mistakes[worst] === 0) return `${matrix}.`;
  const [row, column] = [Math.floor(worst / classes), worst % classes];
  return `${matrix}; most often ${plainText(labels[row]!)} was taken for ${plainText(labels[column]!)}, ${mistakes[worst]} of ${totals[row]}.`;
}

function percent(part: number, whole: number): string {
  return `${Math.round((part / whole) * 1000) / 10} %`;
}

const mostTextClasses = 20;

function confusionText({ labels, counts }: Confusion): string {
  if (labels.length > mostTextClasses) return "rows: truth, columns: predicted; too many classes for text";
  const width = labels.reduce((most, label) => Math.max(most, plainText(label).length), 0);
  const lines = textTable(counts, 0, labels.length, labels.length).split("\n");
  return [
    "rows: truth, columns: predicted",
    ...lines.map((line, i) => `${plainText(labels[i]!).padEnd(width)}  ${line}`),
  ].join("\n");
}
