import {
  Conv2d,
  Embedding,
  empty,
  FormatError,
  init,
  LayerbookError,
  Linear,
  Parameter,
  RandomGenerator,
  rand,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import { describe, expect, it } from "vitest";

const generator = () => new RandomGenerator(7);
const float64 = { dtype: "float64" } as const;

describe.each([
  ["zeros", init.zeros],
  ["ones", init.ones],
  ["constant", (own: Tensor) => init.constant(own, 3)],
  ["eye", init.eye],
  ["uniform", init.uniform],
  ["normal", init.normal],
  ["truncNormal", init.truncNormal],
  ["xavierUniform", init.xavierUniform],
  ["xavierNormal", init.xavierNormal],
  ["kaimingUniform", init.kaimingUniform],
  ["kaimingNormal", init.kaimingNormal],
  ["orthogonal", init.orthogonal],
] as readonly [string, <Own extends Tensor>(own: Own, options?: init.DrawnOptions) => Own][])(
  "%s",
  (_, fill) => {
    it("changes a parameter in place, which goes on learning, and returns it", () => {
      const weight = new Linear(3, 2).weight;
      const before = weight.detach();
      const numbers = before.toArray();
      expect(fill(weight)).toBe(weight);
      expect(weight.toArray()).not.toEqual(numbers);
      expect(before.toArray()).toEqual(numbers);
      weight.sum().backward();
      expect(weight.grad?.toArray()).toEqual([
        [1, 1, 1],
        [1, 1, 1],
      ]);
    });

    it("gives the same with the same generator", () => {
      const [one, other] = [empty([4, 5], float64), empty([4, 5], float64)];
      fill(one, { generator: generator() });
      fill(other, { generator: generator() });
      expect(one.dtype).toBe("float64");
      expect(one.toArray()).toEqual(other.toArray());
    });

    it("leaves a tensor without numbers as it is", () => {
      expect(fill(zeros([0, 3])).shape).toEqual([0, 3]);
    });

    it("refuses the result of an operation, before it draws", () => {
      const own = generator();
      const result = new Parameter(rand([2, 2])).mul(2);
      expect(() => fill(result, { generator: own })).toThrow(
        new LayerbookError(
          "Cannot assign to the result of mul: its gradient would be wrong; assign to a tensor of your own, or to .detach()",
        ),
      );
      expect(own.uint32()).toBe(generator().uint32());
    });
  },
);

describe("fixed values", () => {
  it("fill tensors of any dtype", () => {
    expect(init.zeros(tensor([1, 2])).toArray()).toEqual([0, 0]);
    expect(init.ones(tensor([5, 2], { dtype: "int32" })).toArray()).toEqual([1, 1]);
    expect(init.constant(tensor([[5], [2]]), 0.5).toArray()).toEqual([[0.5], [0.5]]);
  });

  it("eye keeps as many inputs as there are outputs", () => {
    expect(init.eye(rand([2, 3])).toArray()).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ]);
  });

  it.each([
    [3, 3, 1],
    [2, 3, 1],
    [4, 4, 2],
  ])(
    "dirac makes a convolution of %i from %i channels in %i groups pass them on",
    (outputs, inputs, groups) => {
      const layer = new Conv2d(inputs, outputs, [3, 5], { padding: "same", groups, bias: false });
      init.dirac(layer.weight, { groups });
      const x = rand([1, inputs, 6, 7]);
      const kept = Math.min(inputs, outputs);
      expect(layer.forward(x).slice(1, 0, kept).toArray()).toEqual(x.slice(1, 0, kept).toArray());
      expect(layer.weight.sum().item()).toBe(kept);
    },
  );

  it("dirac leaves outputs empty that have no input of their own", () => {
    // PyTorch's documentation: as many input channels as possible are preserved.
    expect(init.dirac(rand([3, 1, 1])).toArray()).toEqual([[[1]], [[0]], [[0]]]);
  });
});

describe("distributions", () => {
  const shape = [200, 100];
  /** Of 20,000 numbers the mean is known to std / 141, the std to std / 200 in a normal distribution: 5 of those. */
  function expectMoments(values: Tensor, mean: number, std: number): void {
    expect(Math.abs(values.mean().item() - mean)).toBeLessThan((5 * std) / 141);
    expect(Math.abs(values.std().item() - std)).toBeLessThan((5 * std) / 200);
  }

  it("uniform is even between its bounds", () => {
    const values = init.uniform(empty(shape), { a: 2, b: 5, generator: generator() });
    // Variance (b - a)^2 / 12.
    expectMoments(values, 3.5, Math.sqrt(9 / 12));
    expect(values.min().item()).toBeGreaterThanOrEqual(2);
    expect(values.max().item()).toBeLessThanOrEqual(5);
  });

  it("normal has its mean and deviation", () => {
    expectMoments(init.normal(empty(shape), { mean: -3, std: 0.5, generator: generator() }), -3, 0.5);
  });

  it("the weights of an embedding are standard normal", () => {
    expectMoments(new Embedding(200, 100, { generator: generator() }).weight, 0, 1);
  });

  // Moments of truncated normals by mpmath with 30 digits, from the ratio of density to probability.
  it.each([
    ["between bounds within 2 deviations", { a: -1, b: 2 }, [0.229637179, 0.720945587]],
    ["far out on the right", { a: 10, b: 12 }, [10.098093233, 0.097187329]],
    ["far out on the left", { a: -30, b: -9.5 }, [-9.60305009, 0.102004021]],
    ["of another mean and deviation", { mean: 5, std: 3, a: 4, b: 100 }, [6.795470834, 1.995197646]],
  ])("truncNormal %s", (_, options, [mean, std]) => {
    const values = init.truncNormal(empty(shape, float64), { ...options, generator: generator() });
    expectMoments(values, mean, std);
    expect(values.min().item()).toBeGreaterThanOrEqual(options.a);
    expect(values.max().item()).toBeLessThanOrEqual(options.b);
  });

  it("orthogonal gives columns at right angles where there are more rows, times gain, over further axes too", () => {
    const w = init.orthogonal(empty([12, 2, 3], float64), { gain: 2, generator: generator() }).flatten(1);
    const product = w.transpose(0, 1).matmul(w);
    for (let i = 0; i < 6; i++) {
      for (let j = 0; j < 6; j++) expect(product.at(i, j)).toBeCloseTo(i === j ? 4 : 0, 12);
    }
  });

  it("kaimingUniform with slope sqrt(5) is what layers begin with", () => {
    const layer = new Linear(5, 4, { generator: generator(), ...float64 });
    const weight = init.kaimingUniform(empty([4, 5], float64), { a: Math.sqrt(5), generator: generator() });
    for (const [i, value] of weight.toTypedArray().entries()) {
      expect(value).toBeCloseTo(layer.weight.toTypedArray()[i] as number, 15);
    }
  });
});

const whole = tensor([[1]], { dtype: "int32" });

it.each<[string, () => unknown, string]>([
  ["eye", () => init.eye(zeros([3])), "fill [3] with the identity: expected 2 axes, [n, m]"],
  [
    "dirac",
    () => init.dirac(zeros([3, 3])),
    "fill [3, 3] with Dirac kernels: expected 3 to 5 axes, [outChannels, inChannels / groups, ...kernelSize]",
  ],
  [
    "groups of dirac",
    () => init.dirac(zeros([3, 3, 1]), { groups: 2 }),
    "fill [3, 3, 1] with Dirac kernels in 2 groups: expected a whole number that divides the 3 output channels",
  ],
  [
    "int32 for uniform",
    () => init.uniform(whole),
    'draw uniform numbers for an int32 tensor: convert it first with .to("float32")',
  ],
  [
    "bound",
    () => init.uniform(zeros([1]), { b: Number.POSITIVE_INFINITY }),
    "draw uniform numbers with b Infinity: expected a finite number",
  ],
  [
    "order of bounds",
    () => init.uniform(zeros([1]), { a: 2 }),
    "draw uniform numbers from 2 to 1: expected a of at most b",
  ],
  [
    "int32 for normal",
    () => init.normal(whole),
    'draw normal numbers for an int32 tensor: convert it first with .to("float32")',
  ],
  [
    "mean",
    () => init.normal(zeros([1]), { mean: Number.NaN }),
    "draw normal numbers with mean NaN: expected a finite number",
  ],
  [
    "std",
    () => init.normal(zeros([1]), { std: -1 }),
    "draw normal numbers with std -1: expected a number of at least 0",
  ],
  [
    "int32 for truncNormal",
    () => init.truncNormal(whole),
    'draw truncated normal numbers for an int32 tensor: convert it first with .to("float32")',
  ],
  [
    "std of truncNormal",
    () => init.truncNormal(zeros([1]), { std: 0 }),
    "draw truncated normal numbers with std 0: expected a number above 0",
  ],
  [
    "order of bounds of truncNormal",
    () => init.truncNormal(zeros([1]), { a: 2, b: 1 }),
    "draw truncated normal numbers from 2 to 1: expected a of at most b",
  ],
  [
    "interval that is hardly ever reached",
    () => init.truncNormal(zeros([1]), { a: 60, b: 61 }),
    "draw truncated normal numbers from 60 to 61: a normal distribution of mean 0 and std 1 hardly reaches there",
  ],
  [
    "vector for xavierUniform",
    () => init.xavierUniform(zeros([3])),
    "draw initial values for [3] by its fan in and fan out: expected at least 2 axes, [out, in, ...kernelSize]",
  ],
  [
    "int32 for xavierNormal",
    () => init.xavierNormal(whole),
    'draw initial values for an int32 tensor: convert it first with .to("float32")',
  ],
  [
    "gain",
    () => init.xavierNormal(zeros([3, 3]), { gain: -1 }),
    "draw initial values with gain -1: expected a number of at least 0",
  ],
  [
    "mode",
    () => init.kaimingUniform(zeros([3, 3]), { mode: "fan_in" as "fanIn" }),
    'draw initial values with mode "fan_in": expected "fanIn" or "fanOut"',
  ],
  [
    "nonlinearity",
    () => init.kaimingNormal(zeros([3, 3]), { nonlinearity: "leaky_relu" as "leakyRelu" }),
    'calculate the gain of "leaky_relu": expected one of linear, conv1d, conv2d, conv3d, convTranspose1d, convTranspose2d, convTranspose3d, sigmoid, tanh, relu, selu, leakyRelu',
  ],
  [
    "slope",
    () => init.kaimingNormal(zeros([3, 3]), { a: Number.NaN }),
    "calculate the gain of leakyRelu with param NaN: expected a finite number",
  ],
  [
    "vector for orthogonal",
    () => init.orthogonal(zeros([3])),
    "draw an orthogonal matrix for [3]: expected at least 2 axes, [out, in]",
  ],
  [
    "int32 for orthogonal",
    () => init.orthogonal(whole),
    'draw an orthogonal matrix for an int32 tensor: convert it first with .to("float32")',
  ],
  [
    "gain of orthogonal",
    () => init.orthogonal(zeros([3, 3]), { gain: Number.NaN }),
    "draw an orthogonal matrix with gain NaN: expected a finite number",
  ],
])("a wrong %s is refused", (_, run, message) => {
  expect(run).toThrow(new ShapeError(`Cannot ${message}`));
});

it("a constant that int32 cannot hold is refused", () => {
  expect(() => init.constant(whole, 0.5)).toThrow(
    new FormatError(
      "Cannot store 0.5 in an int32 tensor: expected a whole number from -2147483648 to 2147483647",
    ),
  );
});
