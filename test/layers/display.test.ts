import { inspect } from "node:util";
import * as layers from "@layerbook/layers";
import { afterEach, describe, expect, it, vi } from "vitest";

const kind = Symbol.for("layerbook.kind");
const display = Symbol.for("Jupyter.display");
const drawer = Symbol.for("layerbook.drawer");

const layer = new layers.Conv2d(1, 1, 2);
const values = [
  ["tensor", layers.tensor([1, 2]), "tensor([1, 2])"],
  ["module", layer, "Conv2d(1, 1, kernelSize: [2, 2])"],
  [
    "trace",
    layer.trace(layers.zeros([1, 2, 2])),
    "trace of convolution: sample 0, output channel 0, output [1, 1], 1 steps of 4 products",
  ],
] as const;

afterEach(() => {
  Reflect.deleteProperty(globalThis, drawer);
});

describe.each(values)("a %s", (name, value, text) => {
  const shown = value as unknown as Record<symbol, () => unknown>;

  it("says what it is", () => {
    expect(shown[kind]).toBe(name);
  });

  it("displays as text where nothing draws, and as the registered drawer's bundle where it does", async () => {
    expect(await shown[display]?.()).toEqual({ "text/plain": text });
    const bundle = { "text/plain": "drawn" };
    Object.assign(globalThis, { [drawer]: (drawn: unknown) => (drawn === value ? bundle : {}) });
    expect(await shown[display]?.()).toBe(bundle);
  });

  it("tells the drawer what a host calls it", async () => {
    Object.assign(globalThis, { [drawer]: (_: unknown, options: unknown) => options });
    const named = value as unknown as Record<symbol, (options: object) => unknown>;
    expect(await named[display]?.({ title: "hn" })).toEqual({ title: "hn" });
  });

  it("prints as text in Node", () => {
    expect(inspect(value)).toBe(text);
    expect(String(value)).toBe(text);
  });
});

it("a trace's steps are plain data that JSON carries", () => {
  const trace = layer.trace(layers.ones([1, 2, 2]));
  expect(JSON.parse(JSON.stringify(trace.steps))).toEqual(trace.steps);
  expect(Object.keys(trace)).not.toContain("toString");
});

describe("two copies of the package in one program", () => {
  it("work on each other's tensors, parameters and modules, gradients too", async () => {
    vi.resetModules();
    const other: typeof layers = await import("@layerbook/layers");
    expect(other.Tensor).not.toBe(layers.Tensor);
    const net = new other.Sequential(layer, new other.ReLU(), new other.Flatten());
    expect(net.namedParameters().map(([name]) => name)).toEqual(["0.weight", "0.bias"]);
    layer.bias?.assign([10]);
    const loss = other.mseLoss(net.forward(layers.ones([1, 1, 3, 3])), layers.zeros([1, 4]));
    loss.backward();
    expect(layer.weight.grad?.shape).toEqual([1, 1, 2, 2]);
    const before = layer.weight.toArray();
    new other.SGD(net.parameters(), { lr: 0.1 }).step();
    expect(layer.weight.toArray()).not.toEqual(before);
  });
});
