import type { Tensor } from "../../tensor.ts";
import { seluLimit } from "../activations/rectifiers.ts";
import type { DropoutLayerOptions } from "./layer.ts";
import { DropoutLayer } from "./layer.ts";
import type { DropoutOptions, Kind, Replacement } from "./mask.ts";
import { drop } from "./mask.ts";
import { everyChannel, everyNumber } from "./units.ts";

/**
 * In the paper's letters, alpha' for what is dropped, then a and b so that mean 0 and variance 1 stay:
 *
 *     a = ((1 - p) (1 + p alpha'^2))^(-1/2)        b = -a p alpha'
 */
function selfNormalizing(p: number): Replacement {
  const a = 1 / Math.sqrt((1 - p) * (1 + p * seluLimit * seluLimit));
  return { saturation: seluLimit, scale: a, shift: -a * p * seluLimit };
}

const kinds = {
  alphaDropout: { name: "alphaDropout", units: everyNumber, replacement: selfNormalizing },
  featureAlphaDropout: { name: "featureAlphaDropout", units: everyChannel, replacement: selfNormalizing },
} as const satisfies Readonly<Record<string, Kind>>;

/**
 * Dropout for networks of `SELU`: with probability p a number becomes what SELU gives far below 0, and all are then scaled
 * and shifted so that mean 0 and variance 1 stay; any shape. Without `training`, the input itself; at p = 1 all are 0.
 * Throws ShapeError for a p outside 0..1 and for int32.
 * Source: Klambauer et al., Self-Normalizing Neural Networks (2017), section "New dropout technique".
 *
 * Backward: x' = a y' where x was kept, 0 where it was dropped.
 *
 * @example
 * import { alphaDropout, manualSeed, randn } from "@layerbook/layers";
 * manualSeed(0);
 * const x = alphaDropout(randn([10000]), { p: 0.5 });
 * Math.round(x.mean().item()); // 0
 * Math.round(x.var().item()); // 1
 */
export function alphaDropout(input: Tensor, options: DropoutOptions = {}): Tensor {
  return drop(kinds.alphaDropout, input, options);
}

/**
 * `alphaDropout` of whole channels of [N, channels, ...]; throws ShapeError for fewer axes too.
 *
 * @example
 * import { featureAlphaDropout, ones } from "@layerbook/layers";
 * const x = featureAlphaDropout(ones([1, 8, 2]), { p: 0.5 });
 * x.select(2, 0).sub(x.select(2, 1)).abs().max().item(); // 0
 */
export function featureAlphaDropout(input: Tensor, options: DropoutOptions = {}): Tensor {
  return drop(kinds.featureAlphaDropout, input, options);
}

/** Dropout for networks of `SELU`, while training. See `alphaDropout`. Throws ShapeError for a p outside 0..1. */
export class AlphaDropout extends DropoutLayer {
  constructor(p = 0.5, options: DropoutLayerOptions = {}) {
    super(kinds.alphaDropout, p, options);
  }
}

/** `AlphaDropout` of whole channels of [N, channels, ...]. See `featureAlphaDropout`. */
export class FeatureAlphaDropout extends DropoutLayer {
  constructor(p = 0.5, options: DropoutLayerOptions = {}) {
    super(kinds.featureAlphaDropout, p, options);
  }
}
