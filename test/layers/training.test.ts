import { digits } from "@layerbook/data";
import {
  Conv2d,
  crossEntropy,
  Flatten,
  Linear,
  MaxPool2d,
  manualSeed,
  ReLU,
  Sequential,
  SGD,
} from "@layerbook/layers";
import { beforeEach, expect, it } from "vitest";

beforeEach(() => manualSeed(0));

it("a small convolutional network learns the digits, the same way each time", () => {
  const { images, labels } = digits();
  const x = images.slice(0, 0, 128);
  const y = labels.slice(0, 0, 128);
  const learn = () => {
    manualSeed(0);
    const net = new Sequential(
      new Conv2d(1, 8, 3, { padding: 1 }),
      new ReLU(),
      new MaxPool2d(2),
      new Flatten(),
      new Linear(128, 10),
    );
    const optimizer = new SGD(net.parameters(), { lr: 0.2, momentum: 0.9 });
    let loss = Number.NaN;
    for (let step = 0; step < 25; step++) {
      const output = crossEntropy(net.forward(x), y);
      optimizer.zeroGrad();
      output.backward();
      optimizer.step();
      loss = output.item();
    }
    const correct = net.forward(x).argmax(1).eq(y).to("float32").mean().item();
    return { loss, correct };
  };
  const first = learn();
  expect(first.correct).toBeGreaterThan(0.9);
  expect(learn()).toEqual(first);
});
