/** What the home page loads when somebody begins to draw: the library, the network and its weights. */
import { countBlocks } from "./bitmap.ts";
import { networkWith } from "./network.ts";
import { normalise } from "./normalise.ts";
import { type Reading, readImage } from "./reading.ts";
import type { Stroke } from "./strokes.ts";

export interface Reader {
  readonly readStrokes: (strokes: readonly Stroke[]) => Reading;
  /** Of 8 x 8 numbers in 0..1. */
  readonly readImage: (image: Float32Array) => Reading;
}

/** Fetches the weights. Throws when they do not come or are not this network's. */
export async function loadReader(address: string): Promise<Reader> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
  const network = networkWith(new Uint8Array(await response.arrayBuffer()));
  return {
    readStrokes: (strokes) => readImage(network, countBlocks(normalise(strokes))),
    readImage: (image) => readImage(network, image),
  };
}
