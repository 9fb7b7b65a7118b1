import { batchNorm, type Tensor } from "@layerbook/layers";
import type { Operator } from "./onnx-node.ts";

/**
 * ONNX's momentum is the old value's share, PyTorch's the batch's; and ONNX's running variance takes the batch's with
 * divisor N, PyTorch's with N - 1.
 */
const batchNormalization: Operator = ({ epsilon: eps = 1e-5, momentum = 0.9, training_mode }, inputs) => {
  const [input, weight, bias, mean, variance] = inputs as readonly [Tensor, Tensor, Tensor, Tensor, Tensor];
  const [runningMean, runningVar] = [mean.clone(), variance.clone()];
  const training = training_mode === 1;
  const options = { weight, bias, training, momentum: 1 - momentum, eps };
  const output = batchNorm(input, runningMean, runningVar, options);
  const count = input.numel() / mean.numel();
  const old = variance.mul(momentum);
  return [
    output,
    runningMean,
    runningVar
      .sub(old)
      .mul((count - 1) / count)
      .add(old),
  ];
};

export const batchNormOperators: Readonly<Record<string, Operator>> = {
  BatchNormalization: batchNormalization,
};
