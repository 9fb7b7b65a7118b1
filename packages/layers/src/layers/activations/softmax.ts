import { ShapeError } from "../../errors.ts";
import { logSoftmax, softmax } from "../../operations/softmax.ts";
import type { Tensor } from "../../tensor.ts";
import { Activation } from "./activation.ts";

/** What `Softmax` and `LogSoftmax` have in common: the axis they work along. */
abstract class AlongDim extends Activation {
  readonly dim: number;

  constructor(dim: number) {
    super();
    if (!Number.isInteger(dim)) {
      throw new ShapeError(
        `Cannot make ${this.constructor.name} along dim ${dim}: expected a whole number, such as 1 for [batch, classes]`,
      );
    }
    this.dim = dim;
  }

  override describe(): string {
    return `${this.dim}`;
  }
}

/**
 * exp(x) / sum of exp(x) along `dim`: each line of numbers becomes positive, with sum 1. Any shape that has the axis
 * `dim`, which may be negative; throws ShapeError for another.
 *
 * `crossEntropy` takes numbers that have not been through it.
 *
 * @example
 * import { Softmax, tensor } from "@layerbook/layers";
 * new Softmax(1).forward(tensor([[0, 0], [0, 1]])); // [[0.5, 0.5], [0.2689, 0.7311]]
 */
export class Softmax extends AlongDim {
  override forward(input: Tensor): Tensor {
    return softmax(input, this.dim);
  }
}

/** log(softmax(x)) along `dim`, without overflow: what `nllLoss` takes. See `Softmax`. */
export class LogSoftmax extends AlongDim {
  override forward(input: Tensor): Tensor {
    return logSoftmax(input, this.dim);
  }
}
