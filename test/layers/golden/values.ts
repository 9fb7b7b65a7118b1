import { readFileSync } from "node:fs";
import { type DType, type Tensor, tensor } from "@layerbook/layers";

/** A tensor as golden files write it. */
export interface GoldenTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data?: readonly (number | string)[];
  /** Little-endian bytes of float32 numbers. */
  readonly base64?: string;
}

/** A golden file that holds one case. */
export function readGolden<Golden>(file: string): Golden {
  const url = new URL(`../../golden/${file}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8"));
}

export function readCases<Case>(file: string): readonly Case[] {
  return readGolden<{ readonly cases: readonly Case[] }>(file).cases;
}

const notFinite = new Map<number | string, number>([
  ["inf", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["nan", Number.NaN],
]);

export function numbersOf({ data, base64, dtype }: GoldenTensor): number[] {
  if (data !== undefined) return data.map((value) => notFinite.get(value) ?? Number(value));
  if (dtype !== "float32" || base64 === undefined) throw new Error(`no numbers in a golden ${dtype} tensor`);
  const bytes = Buffer.from(base64, "base64");
  return Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}

/** Whole numbers become int32, others `dtype`. */
export function toTensor(golden: GoldenTensor, dtype: DType, requiresGrad = false): Tensor {
  const whole = golden.dtype.startsWith("int");
  return tensor(numbersOf(golden), {
    shape: golden.shape,
    dtype: whole ? "int32" : dtype,
    requiresGrad: requiresGrad && !whole,
  });
}

const tolerances = { float32: 1e-5, float64: 1e-9, int32: 0 };

/**
 * Throws unless every number is within the dtype's tolerance, relative to max(1, expected size), and `rounding`, which
 * is for expected numbers that were written with few digits.
 */
export function expectClose(what: string, actual: Tensor | null, golden: GoldenTensor, rounding = 0): void {
  if (actual === null) throw new Error(`${what}: there is none`);
  if (actual.shape.join() !== golden.shape.join()) {
    throw new Error(`${what}: shape [${actual.shape}], expected [${golden.shape}]`);
  }
  const expected = numbersOf(golden);
  for (const [i, value] of actual.toTypedArray().entries()) {
    const other = expected[i] as number;
    const allowed = rounding + tolerances[actual.dtype] * Math.max(1, Math.abs(other));
    if (!(Object.is(value, other) || Math.abs(value - other) <= allowed)) {
      throw new Error(`${what}: number ${i} is ${value}, expected ${other}`);
    }
  }
}
