import { ShapeError } from "./errors.ts";
import { written } from "./range.ts";
import { kind } from "./symbols.ts";

/**
 * Throws ShapeError for options that are no object, such as `new MaxPool2d(3, 2)`, and for names as PyTorch writes
 * them, such as `batch_first`. Both would be passed over in silence where no type checker runs, as in a notebook.
 */
export function checkOptions(action: string, options: object): void {
  const brand = typeof options === "object" && options !== null ? Reflect.get(options, kind) : undefined;
  // A layer passes itself: its properties are its options, and whatever its own class adds.
  if (brand === "module") return;
  if (typeof options !== "object" || options === null || Array.isArray(options) || brand !== undefined) {
    const given = brand === undefined ? written(options) : `a ${String(brand)}`;
    throw new ShapeError(
      `Cannot ${action} with ${given} as its options: expected an object that gives each by its name, { name: value }`,
    );
  }
  const foreign = Object.keys(options).find((name) => name.includes("_"));
  if (foreign === undefined) return;
  const own = foreign.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  throw new ShapeError(`Cannot ${action} with option ${foreign}: names are in camelCase here, ${own}`);
}
