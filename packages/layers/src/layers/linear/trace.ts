import type { Displayed } from "../../display.ts";
import { makeDisplayed } from "../../display.ts";
import { MemoryError } from "../../errors.ts";
import { reshape, select } from "../../operations/movement.ts";
import { formatShape } from "../../shape.ts";
import { blank, dataOf, Tensor } from "../../tensor.ts";
import { checkTraced } from "../tracing.ts";

/** One vector of features through a linear map, output by output. Plain data for drawing. */
export interface LinearTrace extends Displayed<"trace"> {
  readonly layer: "linear";
  /** Which row of `input` the steps follow. */
  readonly sample: number;
  /** The whole input, [N, inFeatures]. */
  readonly input: Tensor;
  /** The sample's features, [inFeatures]. */
  readonly features: Tensor;
  /** [outFeatures, inFeatures] */
  readonly weight: Tensor;
  /** [outFeatures], or null. */
  readonly bias: Tensor | null;
  /** [outFeatures]: what `forward` gives for the sample. */
  readonly output: Tensor;
  /** One for each output. */
  readonly steps: readonly LinearStep[];
}

/** One output of a linear map. */
export interface LinearStep {
  /** Weight times feature, what each input contributes: [inFeatures]. */
  readonly products: readonly number[];
  /** The products' sum, in float64. */
  readonly sum: number;
  readonly bias: number;
  /** The sum and then sum + bias, each rounded to the tensor's dtype: the output. */
  readonly value: number;
}

/** What part of a linear map is traced. */
export interface LinearTraceOptions {
  /** Which sample to follow; 0 by default. */
  readonly sample?: number;
}

/** Some 8 MB of numbers, and already far more than a figure can show. */
const mostProducts = 1_000_000;

/** See `Linear.trace`. The same products in the same order as `forward`, kept instead of only summed. */
export function traceLinear(
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  { sample = 0 }: LinearTraceOptions,
): LinearTrace {
  const [outFeatures, inFeatures] = weight.shape as [number, number];
  const samples = input.numel() / inFeatures;
  checkTraced("sample", sample, samples, "the batch");
  if (weight.numel() > mostProducts) {
    throw new MemoryError(
      `Cannot trace weight ${formatShape(weight.shape)}: ${weight.numel()} products are more than the ${mostProducts} that a trace keeps; trace a layer with fewer features`,
    );
  }
  const rows = reshape(input.detach(), [samples, inFeatures]);
  const features = select(rows, 0, sample);
  const [x, w] = [dataOf(features), dataOf(weight)];
  const { data, shape } = blank(input.dtype, [outFeatures]);
  const steps = Array.from({ length: outFeatures }, (_, output): LinearStep => {
    const products = Array.from(x, (feature, i) => feature * w[output * inFeatures + i]!);
    const sum = products.reduce((total, product) => total + product, 0);
    const ownBias = bias === null ? 0 : dataOf(bias)[output]!;
    // Rounded twice, as where a matrix product comes first and the bias is added to it.
    data[output] = sum;
    data[output]! += ownBias;
    return { products, sum, bias: ownBias, value: data[output]! };
  });

  const trace = {
    layer: "linear" as const,
    sample,
    input: rows,
    features,
    weight: weight.detach(),
    bias: bias === null ? null : bias.detach(),
    output: new Tensor(data, shape),
    steps,
  };
  makeDisplayed(trace, "trace", traceText);
  return trace as typeof trace & Displayed<"trace">;
}

function traceText({ sample, weight }: Omit<LinearTrace, keyof Displayed<"trace">>): string {
  const [outputs, products] = weight.shape;
  return `trace of linear: sample ${sample}, ${outputs} outputs of ${products} products`;
}
