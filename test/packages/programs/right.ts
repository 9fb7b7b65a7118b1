// A program as someone would write it, with the types that come with the packages.
import { batches, camera, decodePng, digits, encodePng } from "@layerbook/data";
import { type MimeBundle, mimeBundle, show } from "@layerbook/figures";
import {
  allClose,
  Conv2d,
  type ConvolutionTrace,
  conv2d,
  crossEntropy,
  Flatten,
  Linear,
  MaxPool2d,
  type Module,
  manualSeed,
  noGrad,
  ReLU,
  Sequential,
  SGD,
  type Tensor,
  tensor,
} from "@layerbook/layers";

// Types of neither the DOM nor Node are around.
declare const console: { log(text: string): void };

manualSeed(0);
const image: Tensor = camera();
const edges: Tensor = tensor([
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
]).reshape([1, 1, 3, 3]);
const maps = conv2d(image.unsqueeze(0), edges, null, { padding: "same" });
const again: Tensor = decodePng(encodePng(image));
const same: boolean = allClose(image, again, { atol: 1 / 255 });

const network: Module = new Sequential(
  new Conv2d(1, 4, 3, { padding: 1, bias: false }),
  new ReLU(),
  new MaxPool2d(2),
  new Flatten(),
  new Linear(4 * 4 * 4, 10),
);
const optimizer = new SGD(network.parameters(), { lr: 0.1, momentum: 0.9 });
const { images, labels } = digits();
const losses: number[] = [];
for (const [x, y] of batches(images.slice(0, 0, 64), labels.slice(0, 0, 64), { batchSize: 32 })) {
  const loss = crossEntropy((network as Sequential).forward(x!), y!);
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  losses.push(loss.item());
}

const trace: ConvolutionTrace = new Conv2d(1, 1, 2).trace(images.slice(0, 0, 1));
const bundle: MimeBundle = noGrad(() => mimeBundle(maps));
show(edges);
console.log(
  JSON.stringify({
    shape: maps.shape,
    same,
    steps: trace.steps.length,
    mimes: Object.keys(bundle),
    losses: losses.length,
    parameters: network.namedParameters().map(([name]) => name),
  }),
);
