import {
  binaryCrossEntropy,
  crossEntropy,
  hingeEmbeddingLoss,
  huberLoss,
  l1Loss,
  mseLoss,
  type Tensor,
} from "@layerbook/layers";
import { type Config, options } from "./torch-config.ts";

/** Losses, which are functions here, by the names of PyTorch's classes. */
export const losses: Readonly<Record<string, (input: Tensor, target: Tensor, config: Config) => Tensor>> = {
  BCELoss: (input, target, config) => binaryCrossEntropy(input, target, options(config)),
  CrossEntropyLoss: (input, target, config) => crossEntropy(input, target, options(config)),
  HingeEmbeddingLoss: (input, target, config) => hingeEmbeddingLoss(input, target, options(config)),
  HuberLoss: (input, target, config) => huberLoss(input, target, options(config)),
  L1Loss: (input, target, config) => l1Loss(input, target, options(config)),
  MSELoss: (input, target, config) => mseLoss(input, target, options(config)),
};
