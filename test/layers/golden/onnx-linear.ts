import { linear, type Tensor } from "@layerbook/layers";
import type { Operator } from "./onnx-node.ts";

/** alpha A B + beta C, either matrix transposed: `linear` with alpha in its weight, and C added where it is no bias. */
const gemm: Operator = ({ alpha = 1, beta = 1, transA, transB }, [a, b, c]) => {
  const input = transA ? (a as Tensor).transpose(0, 1) : (a as Tensor);
  const weight = (transB ? (b as Tensor) : (b as Tensor).transpose(0, 1)).mul(alpha);
  const outFeatures = weight.shape[0] as number;
  if (!c) return [linear(input, weight)];
  if (c.numel() !== outFeatures) return [linear(input, weight).add(c.mul(beta))];
  return [linear(input, weight, c.mul(beta).reshape([outFeatures]))];
};

/** Without bias. PyTorch's models transpose the weight in a node of its own, `linear` does it itself. */
const matmul: Operator = (_, [input, columns]) => [
  linear(input as Tensor, (columns as Tensor).transpose(0, 1)),
];

export const linearOperators: Readonly<Record<string, Operator>> = { Gemm: gemm, MatMul: matmul };
