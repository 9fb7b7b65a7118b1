import { backend } from "../../backend/backend.ts";
import { allocate, type DType, dtypeOf, type TypedArray } from "../../dtype.ts";
import { dataOf, type Tensor } from "../../tensor.ts";

/** Numbers row by row, as the steps of a recurrent layer read and write them: in place, and a few rows at a time. */
export interface Matrix {
  readonly data: TypedArray;
  readonly rows: number;
  readonly columns: number;
}

export function zeroMatrix(dtype: DType, rows: number, columns: number): Matrix {
  return { data: allocate(dtype, rows * columns), rows, columns };
}

/** The tensor's own numbers, not a copy: only to be read. */
export function matrixOf(tensor: Tensor): Matrix {
  const [rows, columns] = tensor.shape as [number, number];
  return { data: dataOf(tensor), rows, columns };
}

/** `count` rows from `from`, which share the matrix's numbers. */
export function someRows({ data, columns }: Matrix, from: number, count: number): Matrix {
  return { data: data.subarray(from * columns, (from + count) * columns), rows: count, columns };
}

export function transposed({ data, rows, columns }: Matrix): Matrix {
  const result = zeroMatrix(dtypeOf(data), columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result.data[column * rows + row] = data[row * columns + column]!;
    }
  }
  return result;
}

/** a b, written over what stands in `out`. */
export function multiply(
  a: Matrix,
  b: Matrix,
  out: Matrix = zeroMatrix(dtypeOf(a.data), a.rows, b.columns),
): Matrix {
  out.data.fill(0);
  backend.matmul(a.data, b.data, out.data, { rows: a.rows, inner: a.columns, columns: b.columns });
  return out;
}

/** Adds `bias`, one number per column, to each row. */
export function addToRows({ data, columns }: Matrix, bias: TypedArray | null): void {
  if (bias === null) return;
  for (let i = 0; i < data.length; i++) data[i]! += bias[i % columns]!;
}

/** The sum of all rows, in float64 until it is rounded to the matrix's dtype. */
export function sumOfRows({ data, rows, columns }: Matrix): TypedArray {
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) sums[column]! += data[row * columns + column]!;
  }
  const result = allocate(dtypeOf(data), columns);
  result.set(sums);
  return result;
}
