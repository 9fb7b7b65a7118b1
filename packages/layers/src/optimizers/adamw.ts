import { checkOptions } from "../options.ts";
import type { Parameter } from "../parameter.ts";
import type { AdamOptions } from "./adaptive-moments.ts";
import { AdaptiveMoments } from "./adaptive-moments.ts";

/**
 * Adam with decoupled weight decay: each step takes lr weightDecay p off the parameter p by itself, so that no running mean
 * sees it and large gradients do not weaken it. Otherwise as Adam.
 *
 * Throws ShapeError for options out of range, no parameters, or one parameter given twice.
 * Source: Loshchilov and Hutter, Decoupled weight decay regularization (2019), algorithm 2.
 *
 * @example
 * import { AdamW, Parameter, tensor } from "@layerbook/layers";
 * const p = new Parameter(tensor([1, -1]));
 * const optimizer = new AdamW([p], { lr: 0.1, weightDecay: 0.5 });
 * p.sum().backward();
 * optimizer.step(); // p - lr weightDecay p, then a step of lr
 * p; // [0.85, -1.05]
 */
export class AdamW extends AdaptiveMoments {
  constructor(parameters: Iterable<Parameter>, options: AdamOptions = {}) {
    checkOptions("make AdamW", options);
    const {
      lr = 0.001,
      betas = [0.9, 0.999],
      eps = 1e-8,
      weightDecay = 0.01,
      amsgrad = false,
      maximize = false,
    } = options;
    super("AdamW", parameters, { lr, betas, eps, weightDecay, amsgrad, maximize }, true);
  }
}
