import { crossEntropy, mseLoss, type Tensor } from "@layerbook/layers";
import { type Config, options } from "./torch-config.ts";

/** Losses, which are functions here, by the names of PyTorch's classes. */
export const losses: Readonly<Record<string, (input: Tensor, target: Tensor, config: Config) => Tensor>> = {
  MSELoss: (input, target, config) => mseLoss(input, target, options(config)),
  CrossEntropyLoss: (input, target, config) => crossEntropy(input, target, options(config)),
};
