import { type Linear, ShapeError, type Tensor } from "@layerbook/layers";
import { checkChoices, checkIndex } from "./choices.ts";
import { drawnDiagram } from "./diagram.ts";
import type { Figure } from "./figure.ts";
import { layerScene } from "./layer-diagram-scene.ts";
import type { LinearStepLike } from "./linear.ts";
import { mostNeurons } from "./neurons.ts";
import { count, formatNumber } from "./numbers.ts";
import { isTensor, kindOf } from "./recognise.ts";
import { named } from "./run.ts";
import { textTable } from "./text.ts";

/** What may be chosen of a layer's diagram. */
export interface LayerDiagramOptions {
  /** The output that is looked at first; 0 by default. */
  readonly output?: number;
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

const action = "draw a layer's diagram";

/**
 * A linear layer as neurons and lines: a circle for each of its features and outputs with its number, a line for each weight,
 * red above 0 and blue below, as wide as the weight is large. A slider, or the pointer, chooses an output: its lines carry
 * what each feature, times its weight, contributes, and their sum stands above. Follows the layer's own trace. At most 16
 * features and 16 outputs. Throws ShapeError for what is no Linear or a larger one, for an x that is not one sample, and for
 * an option that there is not; and as the layer does.
 *
 * @example
 * import { layerDiagram } from "@layerbook/figures";
 * import { Linear, tensor } from "@layerbook/layers";
 * layerDiagram(new Linear(3, 2), tensor([1, 2, 3]));
 */
export function layerDiagram(layer: Linear, x: Tensor, options: LayerDiagramOptions = {}): Figure {
  checkChoices(action, options, { output: "index", title: "text", plain: "boolean" });
  if (kindOf(layer) !== "module" || layer.inFeatures === undefined || layer.weight?.shape.length !== 2) {
    throw new ShapeError(`Cannot ${action} of ${named(layer)}: expected a Linear`);
  }
  if (layer.inFeatures > mostNeurons || layer.outFeatures > mostNeurons) {
    throw new ShapeError(
      `Cannot ${action} of ${named(layer)}: expected at most ${mostNeurons} features and ${mostNeurons} outputs. show(layer.weight) draws a larger one`,
    );
  }
  if (!isTensor(x) || x.shape.length !== 1) {
    throw new ShapeError(
      `Cannot ${action} for ${named(x)}: expected one sample, a tensor [${layer.inFeatures}]`,
    );
  }
  const { output = 0, title, plain = false } = options;
  checkIndex(action, "output", output, layer.outFeatures);
  const trace = layer.trace(x);
  const features = Array.from(trace.features.toTypedArray());
  const weights = Array.from(layer.weight.toTypedArray());
  const sizes = `${count(layer.inFeatures, "feature")}, ${count(layer.outFeatures, "output")}`;
  return drawnDiagram(layerScene(features, weights, trace.steps, layer.bias !== null, output), {
    heading: {
      title: title ?? `Linear: ${sizes}`,
      lines: [
        [
          ...(title === undefined ? [] : [sizes]),
          "red: weight above 0",
          "blue: below",
          "wider: larger",
          "orange: the output whose sum is shown",
        ],
      ],
    },
    title,
    description: describeLayer(trace.steps, features.length, layer.bias !== null),
    numbers: numbersOf(trace.steps),
    plain,
  });
}

/** "Linear layer of 2 features and 3 outputs with 6 lines between them, a weight each: ... The largest is output 1, 4." */
function describeLayer(steps: readonly LinearStepLike[], features: number, hasBias: boolean): string {
  const values = steps.map(({ value }) => value);
  const largest = values.reduce(
    (best, value, o) => (Math.abs(value) > Math.abs(values[best]!) ? o : best),
    0,
  );
  const lines = count(features * steps.length, "line");
  const bias = hasBias ? " plus its bias" : "";
  return `Linear layer of ${count(features, "feature")} and ${count(steps.length, "output")} with ${lines} between them, a weight each: an output is the sum of its features times their weights${bias}. The largest is output ${largest}, ${formatNumber(values[largest]!)}.`;
}

/** A row for each output. */
function numbersOf(steps: readonly LinearStepLike[]): string {
  const rows = steps.map(({ products, bias, value }) => [...products, bias, value]);
  return `columns: weight × feature of each, bias, output\n${textTable(rows.flat(), 0, rows.length, rows[0]!.length)}`;
}
