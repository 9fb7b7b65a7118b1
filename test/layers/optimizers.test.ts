import { Adagrad, Adam, AdamW, Linear, Parameter, RMSprop, SGD, ShapeError, tensor } from "@layerbook/layers";
import { describe, expect, it } from "vitest";

const parameter = (values: readonly number[] = [1, 2]) => new Parameter(tensor(values, { dtype: "float64" }));

/** Gives each parameter the gradient `value` throughout and takes one step. */
function step(optimizer: { step(): void; zeroGrad(): void }, own: readonly Parameter[], value: number) {
  optimizer.zeroGrad();
  for (const each of own) each.mul(value).sum().backward();
  optimizer.step();
}

const makers = {
  SGD: (own: Parameter[]) => new SGD(own, { lr: 0.5, momentum: 0.5 }),
  Adam: (own: Parameter[]) => new Adam(own, { lr: 0.5 }),
  AdamW: (own: Parameter[]) => new AdamW(own, { lr: 0.5 }),
  RMSprop: (own: Parameter[]) => new RMSprop(own, { lr: 0.5, momentum: 0.5, centered: true }),
  Adagrad: (own: Parameter[]) => new Adagrad(own, { lr: 0.5 }),
} as const;

describe.each(Object.entries(makers))("%s", (name, make) => {
  it("leaves alone what has no gradient", () => {
    const [used, unused] = [parameter(), parameter()];
    step(make([used, unused]), [used], 1);
    expect(used.toArray()).not.toEqual([1, 2]);
    expect(unused.toArray()).toEqual([1, 2]);
  });

  it("leaves alone what was copied from a parameter before", () => {
    const own = parameter();
    const before = own.detach();
    step(make([own]), [own], 1);
    expect(before.toArray()).toEqual([1, 2]);
  });

  it("goes on after the module was turned into float64, from what it has kept", () => {
    const inFloat64 = new Linear(3, 2, { dtype: "float64" });
    const turned = new Linear(3, 2);
    turned.loadStateDict(inFloat64.stateDict());
    const [expected, optimizer] = [make([...inFloat64.parameters()]), make([...turned.parameters()])];
    for (let i = 1; i <= 4; i++) {
      if (i === 3) turned.to("float64");
      step(expected, inFloat64.parameters(), i);
      step(optimizer, turned.parameters(), i);
    }
    expect(turned.weight.dtype).toBe("float64");
    for (const [i, value] of turned.weight.toTypedArray().entries()) {
      expect(value).toBeCloseTo(inFloat64.weight.toTypedArray()[i] as number, 5);
    }
  });

  it("refuses a parameter that is given twice", () => {
    const [first, second] = [parameter(), parameter()];
    expect(() => make([first, second, first])).toThrow(
      new ShapeError(
        `Cannot make ${name}: parameters 0 and 2, [2], are the same, which would be moved twice; give each once, as module.parameters() does`,
      ),
    );
  });

  it.each([
    ["no parameters", []],
    ["a tensor that is no parameter", [tensor([1])]],
  ])("refuses %s", (_, own) => {
    expect(() => make(own as Parameter[])).toThrow(
      new ShapeError(
        `Cannot make ${name}: expected at least one Parameter, such as those of module.parameters()`,
      ),
    );
  });

  it("refuses a rate below 0 between steps, and keeps the last", () => {
    const optimizer = make([parameter()]);
    expect(() => {
      optimizer.lr = -1;
    }).toThrow(new ShapeError(`Cannot step ${name} with lr -1: expected a number of at least 0`));
    expect(optimizer.lr).toBe(0.5);
  });
});

const atLeastZero = "expected a number of at least 0";
const belowOne = "expected a number in 0..1, without 1";

it.each<[string, () => unknown, string]>([
  ["lr", () => new SGD([parameter()], { lr: -1 }), `make SGD with lr -1: ${atLeastZero}`],
  ["NaN", () => new SGD([parameter()], { lr: Number.NaN }), `make SGD with lr NaN: ${atLeastZero}`],
  [
    "momentum",
    () => new SGD([parameter()], { lr: 1, momentum: -1 }),
    `make SGD with momentum -1: ${atLeastZero}`,
  ],
  [
    "dampening",
    () => new SGD([parameter()], { lr: 1, dampening: Number.NaN }),
    "make SGD with dampening NaN: expected a finite number",
  ],
  [
    "nesterov without momentum",
    () => new SGD([parameter()], { lr: 1, nesterov: true }),
    "make SGD with nesterov, momentum 0 and dampening 0: expected momentum above 0 and dampening 0",
  ],
  [
    "momentum between steps",
    () => {
      new SGD([parameter()], { lr: 1 }).momentum = -1;
    },
    `step SGD with momentum -1: ${atLeastZero}`,
  ],
  ["eps", () => new Adam([parameter()], { eps: -1 }), `make Adam with eps -1: ${atLeastZero}`],
  ["beta1 of 1", () => new Adam([parameter()], { betas: [1, 0.9] }), `make Adam with beta1 1: ${belowOne}`],
  [
    "negative beta2",
    () => new AdamW([parameter()], { betas: [0.9, -1] }),
    `make AdamW with beta2 -1: ${belowOne}`,
  ],
  [
    "one beta",
    () => new Adam([parameter()], { betas: 0.9 as unknown as [number, number] }),
    "make Adam with betas 0.9: expected two numbers, [beta1, beta2]",
  ],
  [
    "betas between steps",
    () => {
      new AdamW([parameter()]).betas = [0.9, 1];
    },
    `step AdamW with beta2 1: ${belowOne}`,
  ],
  ["alpha", () => new RMSprop([parameter()], { alpha: -1 }), `make RMSprop with alpha -1: ${atLeastZero}`],
  [
    "momentum of RMSprop between steps",
    () => {
      new RMSprop([parameter()]).momentum = Number.NaN;
    },
    `step RMSprop with momentum NaN: ${atLeastZero}`,
  ],
  [
    "lrDecay",
    () => new Adagrad([parameter()], { lrDecay: -1 }),
    `make Adagrad with lrDecay -1: ${atLeastZero}`,
  ],
])("a wrong %s is refused", (_, run, message) => {
  expect(run).toThrow(new ShapeError(`Cannot ${message}`));
});

describe("maximize", () => {
  it.each([
    ["SGD", (own: Parameter[], maximize: boolean) => new SGD(own, { lr: 0.5, maximize })],
    ["Adam", (own: Parameter[], maximize: boolean) => new Adam(own, { lr: 0.5, maximize })],
    ["AdamW", (own: Parameter[], maximize: boolean) => new AdamW(own, { lr: 0.5, maximize, weightDecay: 0 })],
    ["RMSprop", (own: Parameter[], maximize: boolean) => new RMSprop(own, { lr: 0.5, maximize })],
    ["Adagrad", (own: Parameter[], maximize: boolean) => new Adagrad(own, { lr: 0.5, maximize })],
  ])("of %s climbs as far as the gradient's opposite descends", (_, make) => {
    const [climbing, descending] = [parameter(), parameter()];
    const [up, down] = [make([climbing], true), make([descending], false)];
    for (const gradient of [3, -1, 4]) {
      step(up, [climbing], gradient);
      step(down, [descending], -gradient);
    }
    expect(climbing.toArray()).not.toEqual([1, 2]);
    expect(climbing.toArray()).toEqual(descending.toArray());
  });
});

describe("Adagrad", () => {
  // With a pencil, from 1 with gradients 3 and then 4 at rate 1/2: the sums of squares are 9 and 25, their roots 3 and 5.
  it.each([
    ["by default", {}, 0.5, 0.1],
    ["with lrDecay 1, whose second rate is 1/4", { lrDecay: 1 }, 0.5, 0.3],
    // Roots 5 and sqrt(41).
    ["with a sum that begins at 16", { initialAccumulatorValue: 16 }, 0.7, 0.7 - 2 / Math.sqrt(41)],
    ["with eps 3", { eps: 3 }, 0.75, 0.5],
    // Gradients 3 + 3 and 4 + 1.5: sums 36 and 66.25.
    ["with weightDecay 3", { weightDecay: 3 }, 0.5, 0.5 - 2.75 / Math.sqrt(66.25)],
  ])("%s", (_, options, first, second) => {
    const own = parameter([1]);
    const optimizer = new Adagrad([own], { lr: 0.5, ...options });
    step(optimizer, [own], 3);
    expect(own.item()).toBeCloseTo(first, 9);
    step(optimizer, [own], 4);
    expect(own.item()).toBeCloseTo(second, 9);
  });
});

describe("RMSprop", () => {
  it("stays finite with centered where gradients do not change, though their variance rounds below 0", () => {
    const own = parameter([1]);
    const optimizer = new RMSprop([own], { lr: 1e-9, alpha: 0.5, centered: true });
    for (let i = 0; i < 200; i++) step(optimizer, [own], 1.1);
    expect(own.item()).toBeGreaterThan(-100);
  });
});

describe("Adam", () => {
  it("moves by the rate in its first step, whatever the size of the gradient", () => {
    // Kingma and Ba (2015), section 2.1: |step| is about lr; here m / sqrt(v) is 1 but for eps.
    for (const gradient of [1e-3, 1, 1e6]) {
      const own = parameter([0]);
      step(new Adam([own], { lr: 0.25 }), [own], gradient);
      expect(own.item()).toBeCloseTo(-0.25, 4);
    }
  });

  it("adds decay to the gradient, AdamW takes it off the parameter", () => {
    const [coupled, decoupled] = [parameter([4]), parameter([4])];
    step(new Adam([coupled], { lr: 0.1, weightDecay: 0.5 }), [coupled], 0);
    step(new AdamW([decoupled], { lr: 0.1, weightDecay: 0.5 }), [decoupled], 0);
    // A gradient of 0 + 0.5 * 4 moves by the rate; 0.1 * 0.5 * 4 comes off.
    expect(coupled.item()).toBeCloseTo(3.9, 7);
    expect(decoupled.item()).toBeCloseTo(3.8, 9);
  });
});

it("the defaults are those of PyTorch's documentation", () => {
  const own = [parameter([4])];
  expect([new Adam(own), new AdamW(own), new RMSprop(own), new Adagrad(own)].map(({ lr }) => lr)).toEqual([
    0.001, 0.001, 0.01, 0.01,
  ]);
  expect([new Adam(own).betas, new RMSprop(own).momentum]).toEqual([[0.9, 0.999], 0]);
  // 0.001 * 0.01 * 4 comes off.
  step(new AdamW(own), own, 0);
  expect(own[0]?.item()).toBeCloseTo(3.99996, 9);
});

describe("SGD", () => {
  it("takes up momentum that is set between steps", () => {
    const own = parameter([0]);
    const optimizer = new SGD([own], { lr: 1 });
    step(optimizer, [own], 1);
    optimizer.momentum = 0.5;
    step(optimizer, [own], 1);
    expect(own.item()).toBe(-2);
    step(optimizer, [own], 1);
    expect(own.item()).toBe(-3.5);
  });
});
