import { ShapeError } from "@layerbook/layers";
import { type MimeBundle, mimeBundle } from "./bundle.ts";
import type { ShowOptions } from "./options.ts";
import { isTensor, type TensorLike } from "./recognise.ts";

/** What Jupyter's kernels ask a value for; Layerbook's own, stock tslab through our hook, and Deno's. */
export const display: unique symbol = Symbol.for("Jupyter.display");

/** A value drawn with options, for a cell's last expression; `show` takes it too. */
export interface Figure {
  readonly bundle: MimeBundle;
  [display](): MimeBundle;
}

/**
 * The maps of a layer's output, [channels, height, width] or [samples, channels, height, width], as one figure of tiles.
 * Throws ShapeError for another rank.
 */
export function featureMaps(maps: TensorLike, options: ShowOptions = {}): Figure {
  if (!isTensor(maps) || (maps.shape.length !== 3 && maps.shape.length !== 4)) {
    const given = isTensor(maps) ? `a tensor [${maps.shape.join(", ")}]` : `${typeof maps}`;
    throw new ShapeError(
      `Cannot draw feature maps of ${given}: expected [channels, height, width] or [samples, channels, height, width]. For a matrix or a vector use show`,
    );
  }
  const bundle = mimeBundle(maps, options);
  return { bundle, [display]: () => bundle };
}
