import { record } from "../autograd.ts";
import type { DType } from "../dtype.ts";
import { allocate, convert } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import {
  axisOf,
  broadcastShape,
  formatShape,
  lengthOf,
  replaceAxis,
  sameShape,
  stridesOf,
} from "../shape.ts";
import { blank, dataOf, isTensor, Tensor } from "../tensor.ts";
import { checkTensors, kindOf } from "../tensor-argument.ts";
import { broadcast } from "./arithmetic.ts";
import { expand, slice, unsqueeze } from "./movement.ts";

/**
 * The tensors one after the other along `dim`; all other sizes and the dtype must be the same.
 * Throws ShapeError if they are not, or for anything but an array of at least one tensor.
 *
 * @example
 * import { cat, tensor } from "@layerbook/layers";
 * cat([tensor([[1, 2]]), tensor([[3, 4], [5, 6]])]); // [[1, 2], [3, 4], [5, 6]]
 */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  const first = firstOf("join", tensors);
  const axis = axisOf("join", dim, first.shape);
  for (const tensor of tensors) {
    if (
      tensor.dtype !== first.dtype ||
      !sameShape(replaceAxis(tensor.shape, axis), replaceAxis(first.shape, axis))
    ) {
      throw new ShapeError(
        `Cannot join ${first.dtype} ${formatShape(first.shape)} and ${tensor.dtype} ${formatShape(tensor.shape)} along dim ${dim}: all but the size of axis ${axis} must be the same`,
      );
    }
  }
  const starts: number[] = [];
  let total = 0;
  for (const tensor of tensors) {
    starts.push(total);
    total += tensor.shape[axis]!;
  }
  const inner = lengthOf(first.shape.slice(axis + 1));
  const outer = lengthOf(first.shape.slice(0, axis));
  const { data, shape } = blank(first.dtype, replaceAxis(first.shape, axis, total));
  for (const [t, tensor] of tensors.entries()) {
    const from = dataOf(tensor);
    const length = tensor.shape[axis]! * inner;
    for (let o = 0; o < outer; o++) {
      data.set(from.subarray(o * length, (o + 1) * length), (o * total + starts[t]!) * inner);
    }
  }
  // Each tensor gets back its own piece of the gradient.
  const rules = tensors.map(
    (tensor, t) => (gradient: Tensor) => slice(gradient, axis, starts[t]!, starts[t]! + tensor.shape[axis]!),
  );
  // A copy: the caller may go on filling its array.
  return record("cat", [...tensors], data, shape, rules);
}

/** The first of the tensors; throws ShapeError for anything but an array of at least one. */
function firstOf(action: "join" | "stack", tensors: readonly Tensor[]): Tensor {
  if (!Array.isArray(tensors)) {
    throw new ShapeError(
      `Cannot ${action} ${kindOf(tensors)}: expected an array of tensors, such as [first, second]`,
    );
  }
  if (tensors.length === 0) throw new ShapeError(`Cannot ${action} no tensors: expected at least one`);
  checkTensors(`${action} tensors`, Object.fromEntries(tensors.map((tensor, i) => [`number ${i}`, tensor])));
  return tensors[0]!;
}

/**
 * The tensors, all of one shape, one after the other along a new axis `dim`. Throws ShapeError as `cat` does.
 *
 * @example
 * import { stack, tensor } from "@layerbook/layers";
 * stack([tensor([1, 2]), tensor([3, 4])]); // [[1, 2], [3, 4]]
 */
export function stack(tensors: readonly Tensor[], dim = 0): Tensor {
  const first = firstOf("stack", tensors);
  for (const tensor of tensors) {
    if (!sameShape(tensor.shape, first.shape)) {
      throw new ShapeError(
        `Cannot stack ${formatShape(first.shape)} and ${formatShape(tensor.shape)}: all shapes must be the same`,
      );
    }
  }
  const axis = axisOf("stack", dim, first.shape, first.shape.length + 1);
  return cat(
    tensors.map((tensor) => unsqueeze(tensor, axis)),
    axis,
  );
}

/**
 * `a` where the mask is not 0, else `b`; all three are broadcast. The gradient goes to the one that was taken.
 * Throws ShapeError if shapes do not fit or the dtypes of `a` and `b` differ.
 *
 * @example
 * import { tensor, where } from "@layerbook/layers";
 * const x = tensor([-2, 3]);
 * where(x.gt(0), x, 0); // [0, 3]
 */
export function where(mask: Tensor, a: Tensor | number, b: Tensor | number): Tensor {
  checkTensors("choose between tensors", { mask });
  const first = isTensor(a) ? a : full(a, isTensor(b) ? b.dtype : "float32");
  const [left, right] = broadcast("choose between", first, b);
  const shape = broadcastShape("choose between", mask.shape, left.shape);
  const [yes, no] = [expand(left, shape), expand(right, shape)];
  const chosen = dataOf(expand(mask.detach(), shape));
  const [taken, other] = [dataOf(yes), dataOf(no)];
  const { data } = blank(yes.dtype, shape);
  for (let i = 0; i < data.length; i++) data[i] = chosen[i] !== 0 ? taken[i]! : other[i]!;
  const passOn = (gradient: Tensor, toFirst: boolean): Tensor => {
    const upstream = dataOf(gradient);
    const share = allocate(gradient.dtype, upstream.length);
    for (let i = 0; i < share.length; i++) if ((chosen[i] !== 0) === toFirst) share[i] = upstream[i]!;
    return new Tensor(share, shape);
  };
  return record("where", [yes, no], data, shape, [
    (gradient) => passOn(gradient, true),
    (gradient) => passOn(gradient, false),
  ]);
}

function full(value: number, dtype: DType): Tensor {
  return new Tensor(convert([value], dtype), []);
}

/**
 * out[.., i, ..] = in[.., index[.., i, ..], ..] along `dim`. Gradient: added where it was read from.
 * `index` is int32, of the input's rank, and no larger than it along the other axes.
 */
export function gather(input: Tensor, dim: number, index: Tensor): Tensor {
  checkTensors(`gather from ${formatShape(input.shape)}`, { index });
  const axis = axisOf("gather from", dim, input.shape);
  const size = input.shape[axis]!;
  const action = `Cannot gather from ${formatShape(input.shape)} along dim ${dim} by ${formatShape(index.shape)}`;
  if (index.dtype !== "int32")
    throw new ShapeError(`${action}: the index must be int32, it is ${index.dtype}`);
  const fits = (length: number, other: number): boolean => other === axis || length <= input.shape[other]!;
  if (index.shape.length !== input.shape.length || !index.shape.every(fits)) {
    throw new ShapeError(
      `${action}: the index must have the same rank and, but for axis ${axis}, no larger sizes`,
    );
  }
  const indices = dataOf(index);
  const outside = indices.find((i) => i < 0 || i >= size);
  if (outside !== undefined) throw new ShapeError(`${action}: index ${outside} is outside 0..${size - 1}`);

  const strides = stridesOf(input.shape);
  const ownStrides = stridesOf(index.shape);
  const positions = new Int32Array(indices.length);
  for (let i = 0; i < positions.length; i++) {
    let position = indices[i]! * strides[axis]!;
    for (let other = 0; other < strides.length; other++) {
      if (other !== axis)
        position += (Math.floor(i / ownStrides[other]!) % index.shape[other]!) * strides[other]!;
    }
    positions[i] = position;
  }
  const from = dataOf(input);
  const { data, shape } = blank(input.dtype, index.shape);
  for (let i = 0; i < data.length; i++) data[i] = from[positions[i]!]!;
  return record("gather", [input], data, shape, [
    (gradient) => {
      const upstream = dataOf(gradient);
      const sums = new Float64Array(input.numel());
      for (let i = 0; i < upstream.length; i++) sums[positions[i]!]! += upstream[i]!;
      return new Tensor(convert(sums, input.dtype), input.shape);
    },
  ]);
}

/**
 * Classes as vectors: `[...shape]` of whole numbers from 0 to `[...shape, numClasses]`, int32, with a 1 at each
 * number's place. `numClasses` is one more than the largest number by default.
 * Throws ShapeError for a tensor that is not int32 or a class outside 0..numClasses-1.
 *
 * @example
 * import { oneHot, tensor } from "@layerbook/layers";
 * oneHot(tensor([2, 0], { dtype: "int32" })); // [[0, 0, 1], [1, 0, 0]]
 */
export function oneHot(indices: Tensor, numClasses?: number): Tensor {
  checkTensors("one-hot encode", { indices });
  if (indices.dtype !== "int32") {
    throw new ShapeError(
      `Cannot one-hot encode ${indices.dtype} ${formatShape(indices.shape)}: classes must be int32`,
    );
  }
  const classes = dataOf(indices);
  let count = numClasses ?? 0;
  if (numClasses === undefined) for (const index of classes) count = Math.max(count, index + 1);
  const { data, shape } = blank("int32", [...indices.shape, count]);
  for (const [i, index] of classes.entries()) {
    if (index < 0 || index >= count) {
      throw new ShapeError(
        `Cannot one-hot encode ${formatShape(indices.shape)}: class ${index} is outside 0..${count - 1}`,
      );
    }
    data[i * count + index] = 1;
  }
  return new Tensor(data, shape);
}
