/** The drawing's network as a program for a file or a notebook: what stands beside the drawing, run by a test. */
export function snippet(weights: string): string {
  return `import { digits } from "@layerbook/data";
import {
  BatchNorm2d, Conv2d, decodeSafetensors, Dropout, Flatten, Linear,
  MaxPool2d, ReLU, Sequential,
} from "@layerbook/layers";

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
const file = await fetch("${weights}");
network.loadStateDict(decodeSafetensors(new Uint8Array(await file.arrayBuffer())));
network.eval();

const scores = network.forward(digits().images.slice(0, 0, 10));
console.log("read as", ...scores.argmax(1).toTypedArray());`;
}
