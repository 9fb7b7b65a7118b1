import { record } from "../autograd.ts";
import { backend } from "../backend/backend.ts";
import { checkFloat } from "../dtype.ts";
import { ShapeError } from "../errors.ts";
import type { Shape } from "../shape.ts";
import { broadcastShape, formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { blank, dataOf } from "../tensor.ts";
import { checkTensors } from "../tensor-argument.ts";
import { expand, reshape, transpose } from "./movement.ts";

/** See `Tensor.matmul`. */
export function matmul(a: Tensor, b: Tensor): Tensor {
  checkTensors(`multiply matrices ${formatShape(a.shape)} and other`, { other: b });
  const { stack, shape } = matmulShape(a, b);
  const left = a.shape.length === 1 ? reshape(a, [1, a.shape[0]!]) : a;
  const right = b.shape.length === 1 ? reshape(b, [b.shape[0]!, 1]) : b;
  const product = matrices(
    expand(left, [...stack, ...left.shape.slice(-2)]),
    expand(right, [...stack, ...right.shape.slice(-2)]),
  );
  return reshape(product, shape);
}

/** The shape of the product, and of the stack of matrices in it; throws ShapeError if the inner sizes differ. */
function matmulShape(a: Tensor, b: Tensor): { stack: Shape; shape: Shape } {
  const action = `Cannot multiply matrices ${formatShape(a.shape)} and ${formatShape(b.shape)}`;
  if (a.dtype !== b.dtype) {
    throw new ShapeError(
      `${action}: dtypes ${a.dtype} and ${b.dtype} differ; convert one with .to("${a.dtype}")`,
    );
  }
  checkFloat("multiply matrices of", a);
  if (a.shape.length === 0 || b.shape.length === 0) {
    throw new ShapeError(`${action}: a single number is no matrix; use .mul()`);
  }
  const inner = a.shape[a.shape.length - 1]!;
  const rows = b.shape[Math.max(0, b.shape.length - 2)]!;
  if (inner !== rows) {
    throw new ShapeError(`${action}: rows of the first have ${inner} numbers, columns of the second ${rows}`);
  }
  const stack = broadcastShape("multiply matrices", a.shape.slice(0, -2), b.shape.slice(0, -2));
  return {
    stack,
    shape: [...stack, ...a.shape.slice(-2, -1), ...(b.shape.length === 1 ? [] : b.shape.slice(-1))],
  };
}

/** C = A B for stacks of matrices of the same number. A' = C' B^T, B' = A^T C'. */
function matrices(a: Tensor, b: Tensor): Tensor {
  const [rows, inner] = a.shape.slice(-2) as [number, number];
  const columns = b.shape[b.shape.length - 1]!;
  const { data, shape } = blank(a.dtype, [...a.shape.slice(0, -1), columns]);
  const [left, right] = [dataOf(a), dataOf(b)];
  const count = rows * columns === 0 ? 0 : data.length / (rows * columns);
  for (let i = 0; i < count; i++) {
    backend.matmul(
      left.subarray(i * rows * inner, (i + 1) * rows * inner),
      right.subarray(i * inner * columns, (i + 1) * inner * columns),
      data.subarray(i * rows * columns, (i + 1) * rows * columns),
      { rows, inner, columns },
    );
  }
  return record("matmul", [a, b], data, shape, [
    (gradient) => matrices(gradient, transpose(b, -1, -2)),
    (gradient) => matrices(transpose(a, -1, -2), gradient),
  ]);
}
