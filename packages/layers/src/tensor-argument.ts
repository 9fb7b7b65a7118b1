import { ShapeError } from "./errors.ts";
import { isTensor } from "./tensor.ts";

/**
 * Throws ShapeError that names the first of the arguments, given by their names, that is no tensor. What reads shapes
 * right away calls it first: JavaScript's own error would speak of undefined.
 */
export function checkTensors(action: string, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (isTensor(value)) continue;
    throw new ShapeError(
      `Cannot ${action}: ${name} is ${kindOf(value)}, expected a tensor, such as tensor([[1, 2], [3, 4]])`,
    );
  }
}

/** What a value is, in words. */
export function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return "an array";
  if (isTensor(value)) return "a tensor";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
