import { type Tensor, tensor } from "@layerbook/layers";
import { bytesOf } from "./base64.ts";
import { base64 as brickPng } from "./generated/brick.ts";
import { base64 as cameraPng } from "./generated/camera.ts";
import { base64 as chelseaPng } from "./generated/chelsea.ts";
import { decodePng } from "./png.ts";

/**
 * Photograph of a person with a camera: grey, [1, 512, 512], values in 0..1. Lav Varshney, CC0.
 *
 * @example
 * import { camera } from "@layerbook/data";
 * camera().shape; // [1, 512, 512]
 */
export const camera: () => Tensor = /* @__PURE__ */ photograph(cameraPng);

/**
 * Photograph of the cat Chelsea: colour, [3, 300, 451], values in 0..1. Stéfan van der Walt, CC0.
 *
 * @example
 * import { chelsea } from "@layerbook/data";
 * chelsea().shape; // [3, 300, 451]
 */
export const chelsea: () => Tensor = /* @__PURE__ */ photograph(chelseaPng);

/**
 * Texture of a brick wall: grey, [1, 512, 512], values in 0..1. CC0Textures, CC0.
 *
 * @example
 * import { brick } from "@layerbook/data";
 * brick().shape; // [1, 512, 512]
 */
export const brick: () => Tensor = /* @__PURE__ */ photograph(brickPng);

/** Decodes once; each call copies, so that nobody can spoil another's image. */
function photograph(base64: string): () => Tensor {
  let decoded: { readonly values: Float32Array; readonly shape: readonly number[] } | undefined;
  return () => {
    if (!decoded) {
      const image = decodePng(bytesOf(base64));
      decoded = { values: image.toTypedArray() as Float32Array, shape: image.shape };
    }
    return tensor(decoded.values, { shape: decoded.shape });
  };
}
