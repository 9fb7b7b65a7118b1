import {
  AlphaDropout,
  alphaDropout,
  Dropout,
  Dropout1d,
  Dropout2d,
  Dropout3d,
  dropout,
  dropout1d,
  dropout2d,
  dropout3d,
  FeatureAlphaDropout,
  featureAlphaDropout,
  Linear,
  manualSeed,
  ones,
  RandomGenerator,
  ReLU,
  rand,
  randn,
  Sequential,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";

beforeEach(() => manualSeed(1));

const functions = { dropout, dropout1d, dropout2d, dropout3d, alphaDropout, featureAlphaDropout };
const layers = { Dropout, Dropout1d, Dropout2d, Dropout3d, AlphaDropout, FeatureAlphaDropout };
/** A shape that each of them takes. */
const shapes = {
  dropout: [5, 4],
  dropout1d: [5, 4, 3],
  dropout2d: [5, 4, 3, 2],
  dropout3d: [5, 4, 3, 2, 2],
  alphaDropout: [5, 4],
  featureAlphaDropout: [5, 4, 3],
} as const;
const names = Object.keys(functions) as (keyof typeof functions)[];
const classOf = (name: keyof typeof functions) =>
  layers[`${name[0]?.toUpperCase()}${name.slice(1)}` as keyof typeof layers];

/** Which of `count` units are kept, as one draws by hand: where a number of the stream is below 1 - p. */
function keptBy(seed: number, p: number, count: number): boolean[] {
  const generator = new RandomGenerator(seed);
  return Array.from({ length: count }, () => generator.uniform53() < 1 - p);
}

describe("dropout", () => {
  it("keeps where the generator's next number is below 1 - p, and divides that by 1 - p", () => {
    const kept = keptBy(7, 0.2, 12);
    expect(new Set(kept).size).toBe(2);
    const output = dropout(ones([3, 4]), { p: 0.2, generator: new RandomGenerator(7) });
    expect([...output.toTypedArray()]).toEqual(kept.map((keep) => (keep ? 1.25 : 0)));
  });

  it("gives the worked example, and over its four masks with one zero the input in the mean", () => {
    const x = tensor([3, 6, 9, 12], { dtype: "float64" });
    const seeds = Array.from({ length: 200 }, (_, seed) => seed);
    const dropOnly = (place: number) =>
      seeds.find((seed) => keptBy(seed, 0.25, 4).every((kept, i) => kept === (i !== place)))!;
    const outputs = [0, 1, 2, 3].map((place) =>
      dropout(x, { p: 0.25, generator: new RandomGenerator(dropOnly(place)) }).toArray(),
    ) as number[][];
    expect(outputs[1]).toEqual([4, 0, 12, 16]);
    expect([0, 1, 2, 3].map((i) => outputs.reduce((sum, output) => sum + output[i]!, 0) / 4)).toEqual([
      3, 6, 9, 12,
    ]);
    expect(dropout(x, { p: 0.25, training: false }).toArray()).toEqual([3, 6, 9, 12]);
  });

  it("gives the gradient of what it kept, and none of what it dropped", () => {
    const x = tensor([1, -2, 3, -4], { requiresGrad: true });
    const kept = keptBy(7, 0.2, 4);
    dropout(x, { p: 0.2, generator: new RandomGenerator(7) }).backward(tensor([1, 10, 100, 1000]));
    expect(x.grad?.toArray()).toEqual(kept.map((keep, i) => (keep ? 1.25 * 10 ** i : 0)));
  });

  it("makes NaN of what is not finite and dropped", () => {
    const x = tensor([Number.NaN, Number.POSITIVE_INFINITY, 1]);
    expect(dropout(x, { p: 1 }).toArray()).toEqual([Number.NaN, Number.NaN, 0]);
  });
});

describe("dropout of channels", () => {
  it.each([
    ["dropout1d", [4, 3]],
    ["dropout1d", [2, 4, 3]],
    ["dropout2d", [4, 3, 2]],
    ["dropout2d", [2, 4, 3, 2]],
    ["dropout3d", [4, 3, 2, 2]],
    ["dropout3d", [2, 4, 1, 2, 2]],
    ["featureAlphaDropout", [2, 4]],
    ["featureAlphaDropout", [2, 4, 3, 2]],
  ] as const)("%s of %j keeps or drops each as a whole", (name, shape) => {
    const unbatched = shape[0] === 4;
    const kept = keptBy(7, 0.5, unbatched ? 4 : 8);
    const output = functions[name](ones(shape), { generator: new RandomGenerator(7) });
    const channels = output.reshape([kept.length, -1]);
    const values = channels.toArray() as number[][];
    const [high, low] = [output.max().item(), output.min().item()];
    expect(high).toBeGreaterThan(low);
    expect(values.map((channel) => [...new Set(channel)])).toEqual(kept.map((keep) => [keep ? high : low]));
  });
});

describe("alphaDropout", () => {
  // With alpha' = -1.7580993408473766 and p = 0.5: a = (0.5 (1 + 0.5 alpha'^2))^(-1/2), b = -a 0.5 alpha'.
  const [a, b] = [0.8864053, 0.7791944];

  it("scales and shifts what it kept, and puts alpha' in place of what it dropped", () => {
    const kept = keptBy(7, 0.5, 8);
    const output = alphaDropout(ones([8]).mul(3), { generator: new RandomGenerator(7) });
    for (const [i, keep] of kept.entries()) {
      expect(output.at(i)).toBeCloseTo(a * (keep ? 3 : -1.7580993) + b, 5);
    }
  });

  it("gives the gradient times a of what it kept, and none of what it dropped", () => {
    const x = randn([6], { requiresGrad: true });
    const kept = keptBy(7, 0.5, 6);
    alphaDropout(x, { generator: new RandomGenerator(7) })
      .sum()
      .backward();
    for (const [i, keep] of kept.entries()) expect(x.grad?.at(i)).toBeCloseTo(keep ? a : 0, 6);
  });
});

describe.each(names)("%s", (name) => {
  const apply = functions[name];
  const Layer = classOf(name);
  const shape = shapes[name];
  const stateAfter = (run: (generator: RandomGenerator) => void): number => {
    const generator = new RandomGenerator(5);
    run(generator);
    return generator.uint32();
  };
  const untouched = stateAfter(() => undefined);

  it("is its layer, from the same seed", () => {
    const input = randn(shape);
    const layer = new Layer(0.3, { generator: new RandomGenerator(9) });
    const expected = apply(input, { p: 0.3, generator: new RandomGenerator(9) });
    expect(layer.forward(input).toArray()).toEqual(expected.toArray());
  });

  it("draws from the generator that manualSeed seeds, where none is given", () => {
    const input = randn(shape);
    manualSeed(9);
    const [once, again] = [new Layer().forward(input), new Layer().forward(input)];
    expect(once.toArray()).toEqual(apply(input, { generator: new RandomGenerator(9) }).toArray());
    expect(again.toArray()).not.toEqual(once.toArray());
  });

  it("draws the same mask in float32 and float64", () => {
    const input = rand(shape).add(1);
    const dropped = (x: Tensor) => {
      const output = apply(x, { generator: new RandomGenerator(9) });
      const kept = alphaDropout === apply || featureAlphaDropout === apply ? output.gt(0.5) : output.gt(0);
      return kept.toArray();
    };
    expect(dropped(input.to("float64"))).toEqual(dropped(input));
  });

  it("leaves input and generator alone in evaluation and at p = 0", () => {
    const input = randn(shape);
    const after = stateAfter((generator) => {
      expect(apply(input, { training: false, generator })).toBe(input);
      expect(apply(input, { p: 0, generator })).toBe(input);
      expect(new Layer(0.5, { generator }).eval().forward(input)).toBe(input);
    });
    expect(after).toBe(untouched);
  });

  it("gives zeros at p = 1, and asks no generator", () => {
    const after = stateAfter((generator) => {
      expect(apply(randn(shape), { p: 1, generator }).toArray()).toEqual(zeros(shape).toArray());
    });
    expect(after).toBe(untouched);
  });

  it("prints its probability", () => {
    expect(String(new Layer())).toBe(`${Layer.name}(0.5)`);
    expect(String(new Layer(0.1))).toBe(`${Layer.name}(0.1)`);
  });
});

describe("trace", () => {
  const names = ["dropout", "dropout1d", "dropout2d", "dropout3d"] as const;

  it.each(names)(
    "of %s gives what forward gives from the same seed, and a mask of its input's shape",
    (name) => {
      const Layer = layers[`D${name.slice(1)}` as "Dropout"];
      const input = randn(shapes[name], { dtype: "float64" });
      const expected = functions[name](input, { p: 0.3, generator: new RandomGenerator(9) });
      const trace = new Layer(0.3, { generator: new RandomGenerator(9) }).trace(input);
      expect(trace.output.toArray()).toEqual(expected.toArray());
      expect(trace).toMatchObject({ layer: "dropout", p: 0.3, training: true, scale: 1 / (1 - 0.3) });
      expect(trace.mask.toArray()).toEqual(expected.div(input).gt(0.5).to("float64").toArray());
      expect(trace.input.toArray()).toEqual(input.toArray());
    },
  );

  it("leaves the generator where forward leaves it", () => {
    const input = randn([3, 4]);
    const after = (run: (layer: Dropout) => unknown) => {
      const generator = new RandomGenerator(9);
      run(new Dropout(0.5, { generator }));
      return generator.uint32();
    };
    expect(after((layer) => layer.trace(input))).toBe(after((layer) => layer.forward(input)));
  });

  it("in evaluation has a mask of ones and a scale of 1, at p = 1 both 0", () => {
    const input = tensor([1, -2], { requiresGrad: true });
    const evaluated = new Dropout(0.3).eval().trace(input);
    expect(evaluated).toMatchObject({ training: false, p: 0.3, scale: 1 });
    expect([evaluated.mask, evaluated.output].map((values) => values.toArray())).toEqual([
      [1, 1],
      [1, -2],
    ]);
    expect(evaluated.output.requiresGrad).toBe(false);
    const emptied = new Dropout(1).trace(input);
    expect([emptied.mask, emptied.output].map((values) => values.toArray())).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(emptied.scale).toBe(0);
  });

  it("says what it is", () => {
    expect(String(new Dropout(0.3).trace(zeros([2, 3])))).toBe(
      "trace of dropout: input [2, 3], p 0.3, in training",
    );
    expect(String(new Dropout1d().eval().trace(zeros([2, 3])))).toBe(
      "trace of dropout: input [2, 3], p 0.5, in evaluation",
    );
  });
});

it("follows the network into training and out of it", () => {
  const network = new Sequential(new Linear(4, 8), new ReLU(), new Dropout(0.5));
  const input = randn([2, 4]);
  const twice = () => [network.forward(input), network.forward(input)].map((y) => (y as Tensor).toArray());
  const [first, second] = twice();
  expect(first).not.toEqual(second);
  network.eval();
  const [third, fourth] = twice();
  expect(third).toEqual(fourth);
  network.train();
  expect(twice()[0]).not.toEqual(third);
});

describe("what does not fit is refused:", () => {
  it.each([
    [
      "p above 1",
      () => dropout(zeros([2]), { p: 1.5 }),
      "Cannot apply dropout with p 1.5: expected a number in 0..1",
    ],
    [
      "p below 0, in evaluation too",
      () => alphaDropout(zeros([2]), { p: -0.1, training: false }),
      "Cannot apply alphaDropout with p -0.1: expected a number in 0..1",
    ],
    [
      "p of the layer",
      () => new Dropout2d(Number.NaN),
      "Cannot make Dropout2d with p NaN: expected a number in 0..1",
    ],
    [
      "whole numbers",
      () => dropout1d(zeros([2, 3], { dtype: "int32" })),
      'Cannot apply dropout1d to an int32 tensor: convert it first with .to("float32")',
    ],
    [
      "too few axes",
      () => dropout2d(zeros([2, 3])),
      "Cannot drop channels of input [2, 3]: expected [batch, channels, height, width] or [channels, height, width], got 2 axes",
    ],
    [
      "too many axes, in evaluation too",
      () => new Dropout1d().eval().forward(zeros([2, 3, 4, 5])),
      "Cannot drop channels of input [2, 3, 4, 5]: expected [batch, channels, length] or [channels, length], got 4 axes",
    ],
    [
      "axes in outputShape",
      () => new Dropout3d().outputShape([2, 3, 4]),
      "Cannot drop channels of input [2, 3, 4]: expected [batch, channels, depth, height, width] or [channels, depth, height, width], got 3 axes",
    ],
    [
      "one axis",
      () => featureAlphaDropout(zeros([4])),
      "Cannot drop channels of input [4]: expected [batch, channels, ...], got 1 axes",
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });
});
