import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { LSTM, MaxPool2d, Module, ReLU, Sequential, type Tensor, zeros } from "@layerbook/layers";
import { expect, it } from "vitest";

it("are unknown before the first forward pass", () => {
  expect(new ReLU().outputShapes).toBeUndefined();
});

it("are those of the last pass, here and inside", () => {
  const inner = new MaxPool2d(2);
  const model = new Sequential(new ReLU(), inner);
  model.forward(zeros([1, 1, 8, 8]));
  model.forward(zeros([3, 1, 4, 6], { dtype: "float64" }));
  const expected = [{ name: "", shape: [3, 1, 2, 3], dtype: "float64" }];
  expect(model.outputShapes).toEqual(expected);
  expect(inner.outputShapes).toEqual(expected);
});

it("have the names that a module gives its tensors", () => {
  const layer = new LSTM(2, 3);
  layer.forward(zeros([5, 1, 2]));
  expect(layer.outputShapes).toEqual([
    { name: "output", shape: [5, 1, 3], dtype: "float32" },
    { name: "hn", shape: [1, 1, 3], dtype: "float32" },
    { name: "cn", shape: [1, 1, 3], dtype: "float32" },
  ]);
});

it("stay those of the pass before where a pass throws", () => {
  const layer = new MaxPool2d(2);
  layer.forward(zeros([1, 4, 4]));
  expect(() => layer.forward(zeros([4]))).toThrow();
  expect(layer.outputShapes).toEqual([{ name: "", shape: [1, 2, 2], dtype: "float32" }]);
});

it("are known of a module of one's own, whose properties stay its own", () => {
  class Twice extends Module {
    readonly relu: ReLU = new ReLU();
    override forward(x: Tensor): Tensor {
      return this.relu.forward(x).mul(2);
    }
  }
  class Thrice extends Twice {
    override forward(x: Tensor): Tensor {
      return super.forward(x).reshape([-1]);
    }
  }
  const module = new Thrice();
  expect(module.forward(zeros([2, 3])).shape).toEqual([6]);
  expect(module.outputShapes).toEqual([{ name: "", shape: [6], dtype: "float32" }]);
  expect(Object.keys(module)).toEqual(["relu"]);
});

it("keep no tensor alive", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const layer = new ReLU();
  const output = new WeakRef(layer.forward(zeros([4])));
  expect(layer.outputShapes).toHaveLength(1);
  // A WeakRef holds its target until the job that made it has ended.
  await new Promise((resolve) => setTimeout(resolve));
  collect();
  expect(output.deref()).toBeUndefined();
});
