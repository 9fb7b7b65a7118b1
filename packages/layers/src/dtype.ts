import { FormatError, ShapeError } from "./errors.ts";
import { kindOf } from "./tensor-argument.ts";

/** The type of a tensor's numbers. `float32` is the default everywhere. */
export type DType = "float32" | "float64" | "int32";
/** What holds the numbers of a tensor, by its `DType`. */
export type TypedArray = Float32Array | Float64Array | Int32Array;

const arrayTypes = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;

/** A zeroed array for `length` numbers of `dtype`. */
export function allocate(dtype: DType, length: number): TypedArray {
  return new arrayTypes[dtype](length);
}

export function dtypeOf(data: TypedArray): DType {
  if (data instanceof Float32Array) return "float32";
  return data instanceof Float64Array ? "float64" : "int32";
}

/** Returns `dtype`; throws FormatError if it names no type of number. */
export function checkDType(dtype: DType): DType {
  if (!Object.hasOwn(arrayTypes, dtype)) {
    throw new FormatError(
      `Cannot make a tensor of dtype ${JSON.stringify(dtype)}: expected "float32", "float64" or "int32"`,
    );
  }
  return dtype;
}

/** Numbers of any type as `dtype`. Throws FormatError for a number that `int32` cannot hold. */
export function convert(values: ArrayLike<number>, dtype: DType): TypedArray {
  const converted = allocate(dtype, values.length);
  if (dtype === "int32" && !(values instanceof Int32Array)) {
    for (let i = 0; i < values.length; i++) checkInt32(values[i] as number);
  }
  converted.set(values);
  return converted;
}

export function checkInt32(value: number): void {
  if (value !== (value | 0)) {
    throw new FormatError(
      `Cannot store ${value} in an int32 tensor: expected a whole number from -2147483648 to 2147483647`,
    );
  }
}

/** Throws ShapeError unless the numbers are floating-point. */
export function checkFloat(action: string, tensor: { readonly dtype: DType }): void {
  if (tensor.dtype === "int32") {
    throw new ShapeError(`Cannot ${action} an int32 tensor: convert it first with .to("float32")`);
  }
}

/** Throws ShapeError for a dtype in which nothing can be learnt; undefined stands for the default. */
export function checkFloatDType(action: string, dtype: DType | undefined): void {
  if (dtype === undefined || dtype === "float32" || dtype === "float64") return;
  throw new ShapeError(
    `Cannot ${action} with dtype ${JSON.stringify(dtype)}: expected "float32" or "float64"`,
  );
}

type Typed = { readonly dtype: DType };

/** Throws ShapeError unless the input is floating-point and the others, by their names, have its dtype. */
export function checkSameFloat(
  action: string,
  input: Typed,
  others: Readonly<Record<string, Typed | null>>,
): void {
  if (input.dtype === "int32") {
    throw new ShapeError(`Cannot ${action}: input is int32; convert it first with .to("float32")`);
  }
  for (const [name, other] of Object.entries(others)) {
    if (other === null || other.dtype === input.dtype) continue;
    if (other.dtype === undefined) {
      throw new ShapeError(`Cannot ${action}: ${name} is ${kindOf(other)}, expected a tensor or null`);
    }
    throw new ShapeError(
      `Cannot ${action}: input is ${input.dtype}, ${name} is ${other.dtype}; convert one of them with .to("${input.dtype}")`,
    );
  }
}
