import { dtypeOf, type TypedArray } from "../../dtype.ts";
import { addToRows, type Matrix, multiply, someRows, transposed, zeroMatrix } from "./matrix.ts";

/** What weights [outputs, inputs] make of rows of inputs, step after step: the memory for the result is used again. */
export class Product {
  readonly #weight: Matrix;
  readonly #transposed: Matrix;
  readonly #bias: TypedArray | null;
  readonly #outputs: Matrix;
  readonly #inputs: Matrix;

  /** `most` is how many rows there will be at once. */
  constructor(weight: Matrix, bias: TypedArray | null, most: number) {
    const dtype = dtypeOf(weight.data);
    this.#weight = weight;
    this.#transposed = transposed(weight);
    this.#bias = bias;
    this.#outputs = zeroMatrix(dtype, most, weight.rows);
    this.#inputs = zeroMatrix(dtype, most, weight.columns);
  }

  /** x W^T + b; good until the next call. */
  forward(inputs: Matrix): Matrix {
    const product = multiply(inputs, this.#transposed, someRows(this.#outputs, 0, inputs.rows));
    addToRows(product, this.#bias);
    return product;
  }

  /** The gradient by x, of the gradient by x W^T + b: y' W; good until the next call. */
  backward(gradient: Matrix): Matrix {
    return multiply(gradient, this.#weight, someRows(this.#inputs, 0, gradient.rows));
  }
}
