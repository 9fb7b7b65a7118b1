import {
  allClose,
  cat,
  gradcheck,
  type Module,
  manualSeed,
  noGrad,
  type RandomOptions,
  randint,
  randn,
  type Shape,
  type Tensor,
  tensor,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";
import type { LayerRecord } from "./records/record.ts";
import { records } from "./records/records.ts";

beforeEach(() => manualSeed(1));

function bits(tensor: Tensor): string {
  return Buffer.from(tensor.toTypedArray().buffer).toString("hex");
}

/** An input of `shape` as the layer takes it. */
function drawn({ indices }: LayerRecord, shape: Shape, options: RandomOptions = {}): Tensor {
  return indices === undefined ? randn(shape, options) : randint(0, indices, shape);
}

const written = records.filter(({ naive }) => naive !== undefined);

it.each(written)("$name gives what its formula says, index by index", (record) => {
  const { make, inputShape, naive } = record;
  const layer = make().to("float64");
  const input = drawn(record, inputShape, { dtype: "float64" });
  const expected = naive?.(input, layer) as Tensor;
  expect(allClose(layer.forward(input), expected, { rtol: 1e-12, atol: 1e-12 })).toBe(true);
});

describe.each(records)("$name", (record) => {
  const { make, inputShape, outputShape, samplesInteract } = record;
  const learnsInput = record.indices === undefined;
  const apart = samplesInteract === undefined;

  it("gives the output shape that its formula says", () => {
    const layer = make();
    expect(layer.forward(drawn(record, inputShape)).shape).toEqual(outputShape);
    if ("outputShape" in layer) {
      expect((layer.outputShape as (shape: Shape) => Shape)(inputShape)).toEqual(outputShape);
    }
  });

  it("has right gradients for input and parameters", () => {
    const layer = make().to("float64");
    const values = layer.parameters().map((parameter) => parameter.detach());
    // A batch of 1 says enough where samples do not meet, and takes a ninth of the time.
    const batch = apart ? 1 : inputShape[0]!;
    const input = drawn(record, [batch, ...inputShape.slice(1)], { dtype: "float64" });
    // Differences need the same random numbers each time.
    const run = (x: Tensor, ...parameters: Tensor[]): Tensor => {
      manualSeed(2);
      return withParameters(layer, parameters, x);
    };
    expect(
      learnsInput
        ? gradcheck(run, [input, ...values])
        : gradcheck((...parameters) => run(input, ...parameters), values),
    ).toBe(true);
  });

  if (apart)
    it("treats a batch as its samples, one by one", () => {
      const layer = make();
      const input = drawn(record, inputShape);
      manualSeed(2);
      const singles = [0, 1, 2].map((n) => layer.forward(input.slice(0, n, n + 1)));
      manualSeed(2);
      expect(bits(cat(singles))).toBe(bits(layer.forward(input)));
    });

  it("gives an empty batch for an empty batch, and no gradient but zeros", () => {
    const layer = make();
    const input = drawn(record, [0, ...inputShape.slice(1)], { requiresGrad: true });
    const output = layer.forward(input);
    expect(output.shape).toEqual([0, ...outputShape.slice(1)]);
    output.sum().backward();
    expect(input.grad?.shape).toEqual(learnsInput ? input.shape : undefined);
    for (const parameter of layer.parameters()) {
      expect(parameter.grad?.shape).toEqual(parameter.shape);
      expect(new Set(parameter.grad?.toTypedArray())).toEqual(new Set([0]));
    }
  });

  it("leaves its input and parameters as they were", () => {
    const layer = make();
    const input = drawn(record, inputShape, { requiresGrad: true });
    const before = [input, ...layer.parameters()].map(bits);
    layer.forward(input).sum().backward();
    expect([input, ...layer.parameters()].map(bits)).toEqual(before);
  });

  it("gives the same bits twice, in output and gradients", () => {
    const layer = make();
    const input = drawn(record, inputShape);
    const run = (): string[] => {
      manualSeed(2);
      layer.zeroGrad();
      const { dtype } = input;
      const leaf = tensor(input.toTypedArray(), { shape: inputShape, dtype, requiresGrad: learnsInput });
      const output = layer.forward(leaf);
      output.mul(output).sum().backward();
      const leaves = learnsInput ? [leaf, ...layer.parameters()] : layer.parameters();
      return [output, ...leaves.map(({ grad }) => grad as Tensor)].map(bits);
    };
    expect(run()).toEqual(run());
  });

  if (!learnsInput) return;
  it(
    apart
      ? "lets the NaN of one sample pass, and keeps it there"
      : `lets the NaN of one sample pass to all: ${samplesInteract}`,
    () => {
      const [first, ...rest] = randn(inputShape).split(1) as [Tensor, ...Tensor[]];
      const output = noGrad(() => make().forward(cat([first.mul(Number.NaN), ...rest])));
      const samples = output.split(1).map((sample) => sample.sum().item());
      expect(samples.map(Number.isNaN)).toEqual([true, !apart, !apart]);
    },
  );
});

/** The layer's forward with tensors of the caller's in place of its parameters, so that gradients reach them. */
function withParameters(layer: Module, values: readonly Tensor[], input: Tensor): Tensor {
  const owners = new Map(layer.namedModules());
  const places = layer.namedParameters().map(([name, parameter]): [Module, string] => {
    const owner = owners.get(name.slice(0, Math.max(0, name.lastIndexOf(".")))) as Module;
    // The state dictionary's name is not always the property's: `weightIhL0` is `weight_ih_l0`.
    return [owner, Object.keys(owner).find((key) => Reflect.get(owner, key) === parameter) as string];
  });
  const own = places.map(([owner, name]) => Reflect.get(owner, name));
  for (const [i, [owner, name]] of places.entries()) Reflect.set(owner, name, values[i]);
  try {
    return layer.forward(input) as Tensor;
  } finally {
    for (const [i, [owner, name]] of places.entries()) Reflect.set(owner, name, own[i]);
  }
}
