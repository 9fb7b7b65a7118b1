/**
 * Base of every error that this library throws on purpose.
 *
 * @example
 * import { LayerbookError, tensor } from "@layerbook/layers";
 * try {
 *   tensor([1, 2]).reshape([3]);
 * } catch (error) {
 *   if (error instanceof LayerbookError) console.log(error.message);
 * }
 */
export class LayerbookError extends Error {
  override name = "LayerbookError";
}

/** Shapes, sizes or dtypes that do not fit together, or an argument outside its range. */
export class ShapeError extends LayerbookError {
  override name = "ShapeError";
}

/** Values or bytes that are not in the form they claim to be. */
export class FormatError extends LayerbookError {
  override name = "FormatError";
}

/** More numbers asked for than a tensor or a trace can hold. */
export class MemoryError extends LayerbookError {
  override name = "MemoryError";
}
