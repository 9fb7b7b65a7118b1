import {
  bernoulli,
  full,
  Linear,
  manualSeed,
  multinomial,
  RandomGenerator,
  rand,
  randint,
  randn,
  randperm,
  ShapeError,
  type Tensor,
  tensor,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";

const rounded = (values: Tensor): number[] =>
  Array.from(values.toTypedArray(), (x) => Math.round(x * 1e4) / 1e4);

beforeEach(() => manualSeed(0));

describe("the generator", () => {
  it("is MT19937: its 10,000th number from seed 5489 is the one of the C++ standard, [rand.predef]", () => {
    const generator = new RandomGenerator(5489);
    for (let i = 1; i < 10_000; i++) generator.uint32();
    expect(generator.uint32()).toBe(4_123_659_995);
  });

  it("gives the same numbers from the same seed, and others from another", () => {
    const draw = (seed: number) => rand([8], { generator: new RandomGenerator(seed) }).toArray();
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])("refuses %s as a seed", (seed) => {
    expect(() => new RandomGenerator(seed)).toThrow(
      `Cannot seed a generator with ${seed}: expected a whole number from 0 to 2 ** 53 - 1`,
    );
  });

  it("starts over at manualSeed, whatever was drawn before", () => {
    const first = randn([3]).toArray();
    randn([1]);
    manualSeed(0);
    expect(randn([3]).toArray()).toEqual(first);
  });
});

// What PyTorch prints after torch.manual_seed(0) on the CPU.
describe("from seed 0, the numbers of PyTorch", () => {
  it("come from rand", () => {
    expect(rounded(rand([5]))).toEqual([0.4963, 0.7682, 0.0885, 0.132, 0.3074]);
  });

  it("come from randn, below 16 numbers", () => {
    expect(rounded(randn([5]))).toEqual([1.541, -0.2934, -2.1788, 0.5684, -1.0845]);
  });

  it("come from randn, in blocks of 16", () => {
    expect(rounded(randn([2, 3, 4]).select(0, 0))).toEqual([
      -1.1258, -1.1524, -0.2506, -0.4339, 0.8487, 0.692, -0.316, -2.1152, 0.4681, -0.1577, 1.4437, 0.266,
    ]);
  });

  it("come from randint", () => {
    expect(randint(0, 10, [10]).toArray()).toEqual([4, 9, 3, 0, 3, 9, 7, 3, 7, 3]);
  });

  it("come from randperm", () => {
    expect(randperm(10).toArray()).toEqual([4, 1, 7, 5, 3, 9, 0, 8, 6, 2]);
  });

  it("are a new Linear(2, 2)", () => {
    const layer = new Linear(2, 2);
    expect(rounded(layer.weight)).toEqual([-0.0053, 0.3793, -0.582, -0.5204]);
    expect(rounded(layer.bias as Tensor)).toEqual([-0.2723, 0.1896]);
  });
});

describe("distributions", () => {
  const mean = (values: Tensor): number => values.to("float64").mean().item();
  const deviation = (values: Tensor): number => values.to("float64").std().item();

  it.each(["float32", "float64"] as const)("rand in %s is even over 0..1", (dtype) => {
    const values = rand([20_000], { dtype });
    expect(values.min().item()).toBeGreaterThanOrEqual(0);
    expect(values.max().item()).toBeLessThan(1);
    expect(mean(values)).toBeCloseTo(0.5, 1);
    expect(deviation(values)).toBeCloseTo(Math.sqrt(1 / 12), 2);
  });

  it.each(["float32", "float64"] as const)("randn in %s has mean 0 and deviation 1", (dtype) => {
    const values = randn([20_000], { dtype });
    expect(Math.abs(mean(values))).toBeLessThan(0.03);
    expect(Math.abs(deviation(values) - 1)).toBeLessThan(0.03);
  });

  it("randint gives every number of its range and no other", () => {
    expect(new Set(randint(-2, 3, [500]).toTypedArray())).toEqual(new Set([-2, -1, 0, 1, 2]));
  });

  it("bernoulli gives ones as often as asked", () => {
    expect(mean(bernoulli(full([20_000], 0.2)))).toBeCloseTo(0.2, 1);
    expect(bernoulli(tensor([0, 1, 0, 1])).toArray()).toEqual([0, 1, 0, 1]);
  });

  it("multinomial draws by weight, once each without replacement", () => {
    const drawn = multinomial(tensor([[0, 3, 1]]), 4000, { replacement: true });
    expect(drawn.shape).toEqual([1, 4000]);
    expect(mean(drawn.eq(1))).toBeCloseTo(0.75, 1);
    expect(mean(drawn.eq(0))).toBe(0);
    expect(new Set(multinomial(tensor([1, 0, 5, 2]), 3).toTypedArray())).toEqual(new Set([0, 2, 3]));
  });
});

describe("refused", () => {
  it.each([
    [
      () => rand([2], { dtype: "int32" }),
      'Cannot draw uniform numbers as int32: use randint, or dtype "float32" or "float64"',
    ],
    [
      () => randint(3, 3, [1]),
      "Cannot draw whole numbers from 3 up to, without, 3: expected whole numbers within int32, the first below the second",
    ],
    [() => bernoulli(tensor([0.5, 1.5])), "Cannot draw with probability 1.5: expected numbers in 0..1"],
    [
      () => multinomial(tensor([1, 0]), 2),
      "Cannot draw 2 different indices by weights of which 1 are above 0: draw fewer, or with { replacement: true }",
    ],
    [
      () => multinomial(tensor([1, -1]), 1),
      "Cannot draw by weight -1: expected finite numbers of at least 0",
    ],
    [
      () => multinomial(tensor(1), 1),
      "Cannot draw by weights of shape []: expected [classes] or [rows, classes]",
    ],
  ])("%s", (run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });
});
