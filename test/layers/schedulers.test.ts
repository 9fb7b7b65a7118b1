import {
  Adagrad,
  Adam,
  CosineAnnealingLR,
  ExponentialLR,
  LinearLR,
  MultiStepLR,
  OneCycleLR,
  Parameter,
  RMSprop,
  type Scheduler,
  SGD,
  ShapeError,
  StepLR,
  tensor,
} from "@layerbook/layers";
import { describe, expect, it } from "vitest";

const own = () => [new Parameter(tensor([1]))];
const sgd = (lr = 1) => new SGD(own(), { lr, momentum: 0.9 });

/** What `read` gives before each of `count` steps. */
function along<T>(scheduler: Scheduler, count: number, read: () => T): T[] {
  return Array.from({ length: count }, () => {
    const value = read();
    scheduler.step();
    return value;
  });
}

function expectNumbers(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i] as number, 12);
}

describe("MultiStepLR", () => {
  // PyTorch's documentation: lr = 0.05 if epoch < 30, 0.005 if 30 <= epoch < 80, 0.0005 from 80 on.
  it("drops at its milestones, in whatever order they are named", () => {
    const optimizer = sgd(0.05);
    const rates = along(new MultiStepLR(optimizer, { milestones: [80, 30] }), 100, () => optimizer.lr);
    const expected = rates.map((_, epoch) => (epoch < 30 ? 0.05 : epoch < 80 ? 0.005 : 0.0005));
    expectNumbers(rates, expected);
  });

  it("counts a milestone twice that is named twice", () => {
    const optimizer = sgd();
    const scheduler = new MultiStepLR(optimizer, { milestones: [1, 1], gamma: 0.5 });
    expect(along(scheduler, 3, () => optimizer.lr)).toEqual([1, 0.25, 0.25]);
  });
});

describe("OneCycleLR", () => {
  // PyTorch's documentation: from maxLR / divFactor up to maxLR at step pctStart * totalSteps - 1, from there down to
  // maxLR / divFactor / finalDivFactor at step totalSteps - 1, the momentum the other way; both along
  // a + (b - a) (1 - cos(pi part)) / 2. With the options below: 1 to 9 in 2 steps, 9 to 1/10 in 5.
  const options = { maxLR: 9, totalSteps: 8, pctStart: 0.375, divFactor: 9, finalDivFactor: 10 };
  const wave = (a: number, b: number, part: number) => a + ((b - a) * (1 - Math.cos(Math.PI * part))) / 2;
  const falling = [0, 0.2, 0.4, 0.6, 0.8, 1];

  it("rises and falls along cosine waves, the momentum the other way round", () => {
    const optimizer = sgd();
    const points = along(new OneCycleLR(optimizer, options), 8, () => [optimizer.lr, optimizer.momentum]);
    expectNumbers(
      points.map(([lr]) => lr as number),
      [1, 5, ...falling.map((part) => wave(9, 0.1, part))],
    );
    expectNumbers(
      points.map(([, momentum]) => momentum as number),
      [0.95, 0.9, ...falling.map((part) => wave(0.85, 0.95, part))],
    );
  });

  it("rises and falls along lines", () => {
    const optimizer = sgd();
    const scheduler = new OneCycleLR(optimizer, { ...options, annealStrategy: "linear" });
    expectNumbers(
      along(scheduler, 8, () => optimizer.lr),
      [1, 5, ...falling.map((part) => 9 - 8.9 * part)],
    );
  });

  it("in three phases falls as it rose, then to the end with the momentum left", () => {
    const optimizer = sgd();
    const scheduler = new OneCycleLR(optimizer, { ...options, threePhase: true, annealStrategy: "linear" });
    const points = along(scheduler, 8, () => [optimizer.lr, optimizer.momentum]);
    // Up in 2 steps, down in 2, from 1 to 0.1 in 3.
    expectNumbers(
      points.map(([lr]) => lr as number),
      [1, 5, 9, 5, 1, 0.7, 0.4, 0.1],
    );
    expectNumbers(
      points.map(([, momentum]) => momentum as number),
      [0.95, 0.9, 0.85, 0.9, 0.95, 0.95, 0.95, 0.95],
    );
  });

  it("has PyTorch's defaults: a 25th at first, 1e4 times less at the end, the top after 3 tenths", () => {
    const optimizer = sgd();
    const scheduler = new OneCycleLR(optimizer, { maxLR: 1, epochs: 5, stepsPerEpoch: 4 });
    const rates = along(scheduler, 20, () => optimizer.lr);
    expect(rates[0]).toBeCloseTo(0.04, 12);
    expect(rates[5]).toBeCloseTo(1, 12);
    expect(rates[19]).toBeCloseTo(4e-6, 12);
  });

  it("cycles beta1 of Adam and the momentum of RMSprop", () => {
    const adam = new Adam(own(), { betas: [0.5, 0.75] });
    expect(along(new OneCycleLR(adam, options), 3, () => adam.betas[1])).toEqual([0.75, 0.75, 0.75]);
    expect(adam.betas[0]).toBeCloseTo(wave(0.85, 0.95, 0.2), 12);
    const rmsprop = new RMSprop(own());
    new OneCycleLR(rmsprop, options);
    expect(rmsprop.momentum).toBe(0.95);
  });

  it("leaves the momentum alone with cycleMomentum false, which an optimizer without one needs", () => {
    const optimizer = sgd();
    along(new OneCycleLR(optimizer, { ...options, cycleMomentum: false }), 8, () => null);
    expect(optimizer.momentum).toBe(0.9);
    const adagrad = new Adagrad(own());
    new OneCycleLR(adagrad, { ...options, cycleMomentum: false });
    expect(adagrad.lr).toBe(1);
  });

  it("stays at its end after the last step, and refuses one more without changing anything", () => {
    const optimizer = sgd();
    const scheduler = new OneCycleLR(optimizer, { ...options, annealStrategy: "linear" });
    along(scheduler, 8, () => null);
    expect(optimizer.lr).toBeCloseTo(0.1, 12);
    expect(() => scheduler.step()).toThrow(
      new ShapeError("Cannot take step 9 of OneCycleLR: its cycle has 8; make it with larger totalSteps"),
    );
    expect(optimizer.lr).toBe(scheduler.getLastLR());
  });

  it("of one step is at its end", () => {
    const optimizer = sgd();
    new OneCycleLR(optimizer, { ...options, totalSteps: 1, pctStart: 1 });
    expect(optimizer.lr).toBe(9);
  });
});

describe("a scheduler", () => {
  it("reports the rate that it has set last", () => {
    const optimizer = sgd();
    const scheduler = new ExponentialLR(optimizer, { gamma: 0.5 });
    expect(scheduler.getLastLR()).toBe(1);
    scheduler.step();
    optimizer.lr = 7;
    expect(scheduler.getLastLR()).toBe(0.5);
  });

  it("combines with others, as each goes on from the present rate", () => {
    const optimizer = sgd(8);
    const steps = new StepLR(optimizer, { stepSize: 2, gamma: 0.5 });
    const halving = new ExponentialLR(optimizer, { gamma: 0.25 });
    for (let i = 0; i < 2; i++) {
      halving.step();
      steps.step();
    }
    // Twice a quarter, once a half.
    expect(optimizer.lr).toBe(0.25);
  });

  it("of cosine waves comes up again from the bottom", () => {
    const optimizer = sgd();
    const rates = along(new CosineAnnealingLR(optimizer, { tMax: 2, etaMin: 0.5 }), 9, () => optimizer.lr);
    expectNumbers(rates, [1, 0.75, 0.5, 0.75, 1, 0.75, 0.5, 0.75, 1]);
  });
});

const whole = "expected a whole number of at least 1";
const atLeastZero = "expected a number of at least 0";

it.each<[string, () => unknown, string]>([
  ["stepSize", () => new StepLR(sgd(), { stepSize: 0 }), `make StepLR with stepSize 0: ${whole}`],
  ["gamma", () => new StepLR(sgd(), { stepSize: 1, gamma: -1 }), `make StepLR with gamma -1: ${atLeastZero}`],
  [
    "milestone",
    () => new MultiStepLR(sgd(), { milestones: [1, 2.5] }),
    "make MultiStepLR with milestones [1, 2.5]: 2.5 is not a whole number of at least 0",
  ],
  [
    "list of milestones",
    () => new MultiStepLR(sgd(), { milestones: 30 as unknown as number[] }),
    "make MultiStepLR with milestones 30: expected an array of step counts such as [30, 80]",
  ],
  [
    "gamma at milestones",
    () => new MultiStepLR(sgd(), { milestones: [], gamma: Number.NaN }),
    `make MultiStepLR with gamma NaN: ${atLeastZero}`,
  ],
  [
    "decay",
    () => new ExponentialLR(sgd(), { gamma: -1 }),
    `make ExponentialLR with gamma -1: ${atLeastZero}`,
  ],
  [
    "tMax",
    () => new CosineAnnealingLR(sgd(), { tMax: 1.5 }),
    `make CosineAnnealingLR with tMax 1.5: ${whole}`,
  ],
  [
    "etaMin",
    () => new CosineAnnealingLR(sgd(), { tMax: 1, etaMin: -1 }),
    `make CosineAnnealingLR with etaMin -1: ${atLeastZero}`,
  ],
  [
    "startFactor",
    () => new LinearLR(sgd(), { startFactor: 0 }),
    "make LinearLR with startFactor 0: expected a number above 0",
  ],
  [
    "endFactor",
    () => new LinearLR(sgd(), { endFactor: -1 }),
    `make LinearLR with endFactor -1: ${atLeastZero}`,
  ],
  ["totalIters", () => new LinearLR(sgd(), { totalIters: 0 }), `make LinearLR with totalIters 0: ${whole}`],
  [
    "totalSteps",
    () => new OneCycleLR(sgd(), { maxLR: 1, totalSteps: 0 }),
    `make OneCycleLR with totalSteps 0: ${whole}`,
  ],
  [
    "number of steps",
    () => new OneCycleLR(sgd(), { maxLR: 1, epochs: 3 }),
    "make OneCycleLR: expected totalSteps, or epochs and stepsPerEpoch",
  ],
  [
    "stepsPerEpoch",
    () => new OneCycleLR(sgd(), { maxLR: 1, epochs: 3, stepsPerEpoch: 0.5 }),
    `make OneCycleLR with stepsPerEpoch 0.5: ${whole}`,
  ],
  [
    "maxLR",
    () => new OneCycleLR(sgd(), { maxLR: -1, totalSteps: 5 }),
    `make OneCycleLR with maxLR -1: ${atLeastZero}`,
  ],
  [
    "pctStart",
    () => new OneCycleLR(sgd(), { maxLR: 1, totalSteps: 5, pctStart: 30 }),
    "make OneCycleLR with pctStart 30: expected a number in 0..1",
  ],
  [
    "divFactor",
    () => new OneCycleLR(sgd(), { maxLR: 1, totalSteps: 5, divFactor: 0 }),
    "make OneCycleLR with divFactor 0: expected a number above 0",
  ],
  [
    "maxMomentum",
    () => new OneCycleLR(sgd(), { maxLR: 1, totalSteps: 5, maxMomentum: 1 }),
    "make OneCycleLR with maxMomentum 1: expected a number in 0..1, without 1",
  ],
  [
    "annealStrategy",
    () => new OneCycleLR(sgd(), { maxLR: 1, totalSteps: 5, annealStrategy: "cosine" as "cos" }),
    'make OneCycleLR with annealStrategy "cosine": expected "cos" or "linear"',
  ],
  [
    "optimizer to cycle the momentum of",
    () => new OneCycleLR(new Adagrad(own()), { maxLR: 1, totalSteps: 5 }),
    "make OneCycleLR: the optimizer has neither momentum nor betas to cycle; use { cycleMomentum: false }",
  ],
])("a wrong %s is refused", (_, run, message) => {
  expect(run).toThrow(new ShapeError(`Cannot ${message}`));
});
