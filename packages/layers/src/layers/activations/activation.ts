import { Module } from "../../module.ts";
import type { Shape } from "../../shape.ts";
import { checkShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";

/** A layer that changes numbers and keeps the shape, whatever that is. */
export abstract class Activation extends Module {
  abstract override forward(input: Tensor): Tensor;

  /** The shape that `forward` gives for an input of `inputShape`: the same. */
  outputShape(inputShape: Shape): Shape {
    return checkShape(inputShape);
  }
}
