import { batches, digits } from "@layerbook/data";
import { RandomGenerator } from "@layerbook/layers";

export interface HeldDigit {
  /** 8 x 8 numbers in 0..1. */
  readonly image: Float32Array;
  readonly label: number;
}

/** The 360 digits that the page on digits holds back from training, drawn in the same way as there. */
export function heldBack(): HeldDigit[] {
  const { images, labels } = digits();
  const generator = new RandomGenerator(7);
  const [, held] = batches(images, labels, { batchSize: 1437, shuffle: true, generator });
  const [pixels, answers] = held!.map((tensor) => tensor.toTypedArray());
  return Array.from(answers!, (label, i) => ({
    image: Float32Array.from(pixels!.subarray(64 * i, 64 * (i + 1)) as Float32Array),
    label: Number(label),
  }));
}
