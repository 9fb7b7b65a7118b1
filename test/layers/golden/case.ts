import type { DType } from "@layerbook/layers";

/** One case of a golden file. */
export interface GoldenCase {
  /** The page of the book that it belongs to, or what else it tests. */
  readonly subject: string;
  readonly source: "seed" | "torch" | "onnx";
  readonly name: string;
  readonly dtypes: readonly DType[];
  /** Throws unless the library agrees; null where what it tests is not written yet. */
  readonly check: ((dtype: DType) => void) | null;
}
