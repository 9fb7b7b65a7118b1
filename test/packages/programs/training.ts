// Two small networks learn, seeded. Prints each loss, and a hash over every bit of each tensor that they end with.
import {
  Adam,
  AdamW,
  BatchNorm2d,
  Conv2d,
  clipGradNorm,
  crossEntropy,
  Dropout,
  Flatten,
  init,
  Linear,
  LSTM,
  MaxPool2d,
  Module,
  manualSeed,
  OneCycleLR,
  ReLU,
  rand,
  randint,
  randn,
  Sequential,
  type Tensor,
} from "@layerbook/layers";

// Types of neither the DOM nor Node are around.
declare const console: { log(text: string): void };

/** A recurrent layer, and a linear one at each of its steps. */
class Tagger extends Module {
  readonly rnn: LSTM = new LSTM(3, 8);
  readonly fc: Linear = new Linear(8, 4);

  forward(input: Tensor): Tensor {
    return this.fc.forward(this.rnn.forward(input).output).flatten(0, 1);
  }
}

/** FNV-1a over the bytes of the numbers. */
function hash(tensor: Tensor): string {
  const numbers = tensor.toTypedArray();
  let value = 0x811c9dc5;
  for (const byte of new Uint8Array(numbers.buffer)) value = Math.imul(value ^ byte, 0x01000193);
  return (value >>> 0).toString(16);
}

const losses: number[] = [];

function learn(
  model: Sequential | Tagger,
  optimizer: Adam | AdamW,
  input: Tensor,
  target: Tensor,
): Record<string, string> {
  const steps = 20;
  const schedule = new OneCycleLR(optimizer, { maxLR: 0.05, totalSteps: steps });
  for (let step = 0; step < steps; step++) {
    const loss = crossEntropy(model.forward(input), target);
    optimizer.zeroGrad();
    loss.backward();
    clipGradNorm(model.parameters(), 1);
    optimizer.step();
    schedule.step();
    losses.push(loss.item());
  }
  return Object.fromEntries([...model.stateDict()].map(([name, tensor]) => [name, hash(tensor)]));
}

manualSeed(42);
const network = new Sequential(
  new Conv2d(1, 4, 3, { padding: 1 }),
  new BatchNorm2d(4),
  new ReLU(),
  new MaxPool2d(2),
  new Dropout(0.25),
  new Flatten(),
  new Linear(64, 3),
);
const images = learn(network, new Adam(network.parameters()), rand([16, 1, 8, 8]), randint(0, 3, [16]));

const tagger = new Tagger().to("float64");
init.orthogonal(tagger.rnn.namedParameters()[1]![1]);
const sequences = learn(
  tagger,
  new AdamW(tagger.parameters(), { amsgrad: true }),
  randn([6, 4, 3], { dtype: "float64" }),
  randint(0, 4, [24]),
);

console.log(JSON.stringify({ losses, images, sequences }));
