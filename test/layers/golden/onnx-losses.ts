import { crossEntropy, full, nllLoss, type Tensor } from "@layerbook/layers";
import type { Attributes, Operator } from "./onnx-node.ts";

function optionsOf({ reduction, ignore_index }: Attributes, weight: Tensor | null | undefined) {
  return {
    ...(reduction && { reduction }),
    ...(ignore_index !== undefined && { ignoreIndex: ignore_index }),
    ...(weight && { weight }),
  };
}

/**
 * ONNX's tests take numbers in 0..1 for log-probabilities, which nllLoss refuses. The loss is linear: 1 is taken off
 * the input, and the loss of -1 everywhere from the result.
 */
const negativeLogLikelihood: Operator = (attributes, [input, target, weight]) => {
  const loss = (logs: Tensor) => nllLoss(logs, target as Tensor, optionsOf(attributes, weight));
  return [loss((input as Tensor).sub(1)).sub(loss(full((input as Tensor).shape, -1)))];
};

const softmaxCrossEntropy: Operator = (attributes, [input, target, weight]) => [
  crossEntropy(input as Tensor, target as Tensor, optionsOf(attributes, weight)),
  (input as Tensor).logSoftmax(1),
];

export const lossOperators: Readonly<Record<string, Operator>> = {
  NegativeLogLikelihoodLoss: negativeLogLikelihood,
  SoftmaxCrossEntropyLoss: softmaxCrossEntropy,
};
