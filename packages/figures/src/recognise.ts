import type { ModuleLike } from "./model-table.ts";

/** What a figure needs to know of a tensor. Recognised by its brand: two copies of a package may meet in a notebook. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  toTypedArray(): Float32Array | Float64Array | Int32Array;
}

/** A value's brand, `value[Symbol.for("layerbook.kind")]`: "tensor", "module", "trace" or, without one, undefined. */
export function kindOf(value: unknown): string | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const kind = (value as Record<symbol, unknown>)[Symbol.for("layerbook.kind")];
  return typeof kind === "string" ? kind : undefined;
}

export function isTensor(value: unknown): value is TensorLike {
  return kindOf(value) === "tensor";
}

export function isModule(value: unknown): value is ModuleLike {
  return kindOf(value) === "module";
}
