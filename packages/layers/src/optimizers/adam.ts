import { checkOptions } from "../options.ts";
import type { Parameter } from "../parameter.ts";
import type { AdamOptions } from "./adaptive-moments.ts";
import { AdaptiveMoments } from "./adaptive-moments.ts";

/**
 * Adam: p = p - lr m / (sqrt(v) + eps), with the running means m = beta1 m + (1 - beta1) g of the gradient and
 * v = beta2 v + (1 - beta2) g^2 of its square, divided by 1 - beta1^t and 1 - beta2^t after t steps. `weightDecay`
 * times p is added to the gradient g first; see AdamW for decay that the means do not see.
 *
 * Throws ShapeError for options out of range, no parameters, or one parameter given twice.
 * Source: Kingma and Ba, Adam: A method for stochastic optimization (2015), algorithm 1; `amsgrad`: Reddi et al., On the
 * convergence of Adam and beyond (2018), algorithm 2.
 *
 * @example
 * import { Adam, Parameter, tensor } from "@layerbook/layers";
 * const p = new Parameter(tensor([1, -1]));
 * const optimizer = new Adam([p], { lr: 0.1 });
 * p.pow(2).sum().backward();
 * optimizer.step(); // the first step is lr, whatever the gradient's size
 * p; // [0.9, -0.9]
 */
export class Adam extends AdaptiveMoments {
  constructor(parameters: Iterable<Parameter>, options: AdamOptions = {}) {
    checkOptions("make Adam", options);
    const {
      lr = 0.001,
      betas = [0.9, 0.999],
      eps = 1e-8,
      weightDecay = 0,
      amsgrad = false,
      maximize = false,
    } = options;
    super("Adam", parameters, { lr, betas, eps, weightDecay, amsgrad, maximize }, false);
  }
}
