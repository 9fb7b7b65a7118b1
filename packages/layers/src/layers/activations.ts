import { Module } from "../module.ts";
import { relu } from "../operations/elementwise.ts";
import type { Tensor } from "../tensor.ts";

/** max(x, 0), elementwise; any shape. The gradient at 0 is 0. Source: Nair and Hinton (2010). */
export class ReLU extends Module {
  override forward(input: Tensor): Tensor {
    return relu(input);
  }
}
