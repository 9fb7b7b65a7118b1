import { full } from "../creation.ts";
import { ShapeError } from "../errors.ts";
import { formatShape } from "../shape.ts";
import { blank, Tensor } from "../tensor.ts";
import { checkTensors } from "../tensor-argument.ts";
import { replace } from "./replace.ts";

/**
 * Zeros throughout. Throws ShapeError for what is no tensor.
 *
 * @example
 * import { init, Linear } from "@layerbook/layers";
 * init.zeros(new Linear(2, 3).bias!); // [0, 0, 0]
 */
export function zeros<Own extends Tensor>(tensor: Own): Own {
  return constant(tensor, 0);
}

/**
 * Ones throughout. Throws ShapeError for what is no tensor.
 *
 * @example
 * import { init, Linear } from "@layerbook/layers";
 * init.ones(new Linear(2, 1).weight); // [[1, 1]]
 */
export function ones<Own extends Tensor>(tensor: Own): Own {
  return constant(tensor, 1);
}

/**
 * One value throughout. Throws FormatError for one that an int32 tensor cannot hold.
 *
 * @example
 * import { init, Linear } from "@layerbook/layers";
 * init.constant(new Linear(2, 1).weight, 0.5); // [[0.5, 0.5]]
 */
export function constant<Own extends Tensor>(tensor: Own, value: number): Own {
  checkTensors("fill", { tensor });
  return replace(tensor, ({ shape, dtype }) => full(shape, value, { dtype }));
}

/**
 * The identity: ones on the diagonal of [n, m], zeros elsewhere. Throws ShapeError unless there are 2 axes.
 *
 * @example
 * import { init, Linear } from "@layerbook/layers";
 * init.eye(new Linear(2, 2).weight); // [[1, 0], [0, 1]]
 */
export function eye<Own extends Tensor>(tensor: Own): Own {
  checkTensors("fill with the identity", { tensor });
  if (tensor.shape.length !== 2) {
    throw new ShapeError(
      `Cannot fill ${formatShape(tensor.shape)} with the identity: expected 2 axes, [n, m]`,
    );
  }
  return replace(tensor, (own) => diagonal(own, 1));
}

/**
 * For the weight of a convolution, [outChannels, inChannels / groups, ...kernelSize]: 1 in the middle of each kernel from a
 * channel to the channel of the same number in its group, 0 elsewhere. With "same" padding the convolution then passes
 * its channels on.
 * Throws ShapeError unless there are 3 to 5 axes and `groups` divides the first.
 *
 * @example
 * import { Conv1d, init } from "@layerbook/layers";
 * init.dirac(new Conv1d(2, 2, 3).weight); // [[[0, 1, 0], [0, 0, 0]], [[0, 0, 0], [0, 1, 0]]]
 */
export function dirac<Own extends Tensor>(
  tensor: Own,
  { groups = 1 }: { readonly groups?: number } = {},
): Own {
  checkTensors("fill with Dirac kernels", { tensor });
  const { shape } = tensor;
  const action = `fill ${formatShape(shape)} with Dirac kernels`;
  if (shape.length < 3 || shape.length > 5) {
    throw new ShapeError(
      `Cannot ${action}: expected 3 to 5 axes, [outChannels, inChannels / groups, ...kernelSize]`,
    );
  }
  if (!Number.isInteger(groups) || groups < 1 || shape[0]! % groups !== 0) {
    throw new ShapeError(
      `Cannot ${action} in ${groups} groups: expected a whole number that divides the ${shape[0]} output channels`,
    );
  }
  return replace(tensor, (own) => diagonal(own, groups));
}

/** For each group of rows, ones where row and column have the same number, in the middle of all further axes. */
function diagonal({ shape, dtype }: Tensor, groups: number): Tensor {
  const { data, shape: checked } = blank(dtype, shape);
  const [rows, columns, ...kernelSize] = shape as [number, number, ...number[]];
  let size = 1;
  let middle = 0;
  for (const length of kernelSize) {
    middle = middle * length + Math.floor(length / 2);
    size *= length;
  }
  const rowsPerGroup = rows / groups;
  if (data.length > 0) {
    for (let row = 0; row < rows; row++) {
      const column = row % rowsPerGroup;
      if (column < columns) data[(row * columns + column) * size + middle] = 1;
    }
  }
  return new Tensor(data, checked);
}
