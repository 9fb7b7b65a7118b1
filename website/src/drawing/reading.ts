import { noGrad, type Sequential, type Tensor, tensor } from "@layerbook/layers";
import { imageSide } from "./bitmap.ts";

/** What stands between two layers: of maps one after the other, of each its rows. */
export interface Maps {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface Reading {
  /** The image itself, then what each layer has made of it. */
  readonly maps: readonly Maps[];
  /** How likely each of the ten digits is. */
  readonly probabilities: readonly number[];
}

/** Sends an image of 8 x 8 numbers through the network, layer by layer. */
export function readImage(network: Sequential, image: Float32Array): Reading {
  return noGrad(() => {
    let value = tensor(image, { shape: [1, 1, imageSide, imageSide] });
    const maps = [mapsOf(value)];
    for (const layer of network.layers) {
      value = layer.forward(value) as Tensor;
      maps.push(mapsOf(value));
    }
    return { maps, probabilities: [...value.softmax(1).toTypedArray()].map(Number) };
  });
}

/** The only image of a batch. */
function mapsOf(batch: Tensor): Maps {
  const { shape } = batch.select(0, 0);
  return { shape, values: Float32Array.from(batch.toTypedArray(), Number) };
}
