import {
  BatchNorm2d,
  Conv2d,
  Dropout,
  decodeSafetensors,
  Flatten,
  Linear,
  MaxPool2d,
  ReLU,
  Sequential,
} from "@layerbook/layers";

/**
 * The network of the page on digits (docs/training/digits.md) with what it has learned there, ready to be asked: images
 * [N, 1, 8, 8] with ink in 0..1 to scores [N, 10].
 *
 * Throws FormatError when `weights` are no safetensors file, or one of another network.
 */
export function networkWith(weights: Uint8Array): Sequential {
  const network = new Sequential(
    new Conv2d(1, 8, 3, { padding: 1 }),
    new BatchNorm2d(8),
    new ReLU(),
    new MaxPool2d(2),
    new Conv2d(8, 16, 3, { padding: 1 }),
    new BatchNorm2d(16),
    new ReLU(),
    new Dropout(0.3),
    new Flatten(),
    new Linear(16 * 4 * 4, 10),
  );
  network.loadStateDict(decodeSafetensors(weights));
  return network.eval();
}
