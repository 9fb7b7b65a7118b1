import { type Tensor, tensor } from "@layerbook/layers";
import { gunzipSync, strFromU8 } from "fflate";
import { bytesOf } from "./base64.ts";
import { base64 } from "./generated/digits.ts";

const side = 8;
/** The darkest ink of a pixel in the file. */
const darkest = 16;

let read: { readonly pixels: Float32Array; readonly labels: Int32Array } | undefined;

/**
 * Handwritten digits (UCI, Alpaydin and Kaynak 1998): `images` [1797, 1, 8, 8] with ink in 0..1, and `labels` [1797],
 * int32, the digit that each image shows.
 *
 * @example
 * import { digits } from "@layerbook/data";
 * const { images, labels } = digits();
 * images.shape; // [1797, 1, 8, 8]
 * labels.slice(0, 0, 4); // [0, 1, 2, 3]
 */
export function digits(): { readonly images: Tensor; readonly labels: Tensor } {
  read ??= parse(new Uint8Array(gunzipSync(bytesOf(base64))));
  const count = read.labels.length;
  return {
    images: tensor(read.pixels, { shape: [count, 1, side, side] }),
    labels: tensor(read.labels, { shape: [count] }),
  };
}

/** Lines of 64 pixels and the label, separated by commas. */
function parse(bytes: Uint8Array): { pixels: Float32Array; labels: Int32Array } {
  const lines = strFromU8(bytes).trimEnd().split("\n");
  const pixels = new Float32Array(lines.length * side * side);
  const labels = new Int32Array(lines.length);
  lines.forEach((line, row) => {
    const numbers = line.split(",").map(Number);
    labels[row] = numbers.pop()!;
    pixels.set(
      numbers.map((ink) => ink / darkest),
      row * side * side,
    );
  });
  return { pixels, labels };
}
