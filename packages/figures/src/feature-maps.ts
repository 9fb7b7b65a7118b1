import { ShapeError } from "@layerbook/layers";
import { describe, mimeBundle } from "./bundle.ts";
import { type Figure, figureOf } from "./figure.ts";
import type { ShowOptions } from "./options.ts";
import { isTensor, type TensorLike } from "./recognise.ts";

/**
 * The maps of a layer's output, [channels, height, width] or [samples, channels, height, width], as one figure of tiles.
 * Throws ShapeError for another rank.
 *
 * @example
 * import { camera } from "@layerbook/data";
 * import { featureMaps } from "@layerbook/figures";
 * import { Conv2d } from "@layerbook/layers";
 * featureMaps(new Conv2d(1, 8, 5, { stride: 4 }).forward(camera()), { title: "Eight maps" });
 */
export function featureMaps(maps: TensorLike, options: ShowOptions = {}): Figure {
  if (!isTensor(maps) || (maps.shape.length !== 3 && maps.shape.length !== 4)) {
    const given = isTensor(maps) ? `a tensor [${maps.shape.join(", ")}]` : `${typeof maps}`;
    throw new ShapeError(
      `Cannot draw feature maps of ${given}: expected [channels, height, width] or [samples, channels, height, width]. For a matrix or a vector use show`,
    );
  }
  return figureOf(mimeBundle(maps, options), describe(maps));
}
