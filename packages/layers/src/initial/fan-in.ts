import type { RandomOptions } from "../drawing.ts";
import { uniform } from "../drawing.ts";
import { Parameter } from "../parameter.ts";
import type { Shape } from "../shape.ts";

/**
 * Initial values as PyTorch draws them for linear and convolution layers: evenly from
 * -1/sqrt(fanIn)..1/sqrt(fanIn), where fanIn is the number of inputs to one output. It is the rule of He et al.
 * (2015) with slope sqrt(5).
 */
export function uniformByFanIn(shape: Shape, fanIn: number, options: RandomOptions): Parameter {
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
  return new Parameter(uniform(shape, -bound, bound, options));
}
