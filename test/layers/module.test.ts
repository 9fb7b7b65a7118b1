import {
  Conv2d,
  Flatten,
  FormatError,
  Identity,
  LayerbookError,
  Linear,
  MaxPool2d,
  Module,
  manualSeed,
  Parameter,
  ReLU,
  randn,
  relu,
  Sequential,
  ShapeError,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";

beforeEach(() => manualSeed(2));

class Scale extends Module {
  readonly factor: Parameter = new Parameter(tensor([2]));
  readonly runningMean: Tensor = tensor([1]);
  readonly blocks: Module[] = [new Linear(1, 1), new ReLU()];
  override forward(x: Tensor): Tensor {
    return x.mul(this.factor).sub(this.runningMean);
  }
}

const network = () =>
  new Sequential(new Conv2d(1, 2, 3), new ReLU(), new MaxPool2d(2), new Flatten(), new Linear(18, 3));

describe("names", () => {
  it("of parameters are PyTorch's: by position in a Sequential, by property elsewhere", () => {
    const names = network()
      .namedParameters()
      .map(([name]) => name);
    expect(names).toEqual(["0.weight", "0.bias", "4.weight", "4.bias"]);
    expect(new Scale().namedParameters().map(([name]) => name)).toEqual([
      "factor",
      "blocks.0.weight",
      "blocks.0.bias",
    ]);
  });

  it("in a state dictionary are in snake case, with tensors that are not learnt", () => {
    expect([...new Scale().stateDict().keys()]).toEqual([
      "factor",
      "running_mean",
      "blocks.0.weight",
      "blocks.0.bias",
    ]);
  });

  it("with a run of capitals are words too", () => {
    class Heads extends Module {
      readonly outputMLPHead: Parameter = new Parameter(tensor([1]));
      readonly W: Parameter = new Parameter(tensor([1]));
      override forward(x: Tensor): Tensor {
        return x;
      }
    }
    expect([...new Heads().stateDict().keys()]).toEqual(["output_mlp_head", "W"]);
  });

  it("cannot be given to a module that is inside itself", () => {
    class Knot extends Module {
      inside: Module = new ReLU();
      override forward(x: Tensor): Tensor {
        return x;
      }
    }
    const knot = new Knot();
    knot.inside = new Sequential(knot);
    expect(() => knot.parameters()).toThrow(
      new LayerbookError("Cannot list the modules of Knot: inside.0 is inside itself"),
    );
  });

  it("count a parameter that is used twice once", () => {
    const shared = new Linear(2, 2);
    expect(new Sequential(shared, new ReLU(), shared).parameters()).toHaveLength(2);
  });
});

describe("loadStateDict", () => {
  it("gives another network the same numbers, as a Map or a plain object", () => {
    const [from, one, two] = [network(), network(), network()];
    const x = randn([2, 1, 8, 8]);
    one.loadStateDict(from.stateDict());
    two.loadStateDict(Object.fromEntries(from.stateDict()));
    expect(one.forward(x).toArray()).toEqual(from.forward(x).toArray());
    expect(two.forward(x).toArray()).toEqual(from.forward(x).toArray());
  });

  it("leaves a snapshot as it was when the module learns on", () => {
    const module = new Scale();
    const snapshot = module.stateDict();
    module.factor.assign([9]);
    expect(snapshot.get("factor")?.item()).toBe(2);
  });

  it("names everything that is missing, unexpected or misshapen at once, and changes nothing", () => {
    const module = new Scale();
    const before = [...module.stateDict()].map(([name, values]) => [name, values.toArray()]);
    const state = {
      factor: zeros([2]),
      running_mean: zeros([1]),
      "blocks.0.weight": zeros([1, 1]),
      offset: zeros([1]),
    };
    expect(() => module.loadStateDict(state)).toThrow(
      new FormatError(
        "Cannot load the state of Scale: blocks.0.bias is missing; offset is unexpected; factor has shape [2], expected [1]",
      ),
    );
    expect([...module.stateDict()].map(([name, values]) => [name, values.toArray()])).toEqual(before);
  });

  it("takes tensors only", () => {
    expect(() => new Linear(1, 1).loadStateDict({ weight: [[1]] as never, bias: zeros([1]) })).toThrow(
      new FormatError("Cannot load the state of Linear: weight is no tensor"),
    );
  });

  it.each<[string, unknown]>([
    ["null", null],
    ["undefined", undefined],
    ["a string", "weights.json"],
    ["an array", [zeros([1])]],
    ["a tensor", zeros([1])],
  ])("takes no %s for a state", (kind, state) => {
    const module = new Linear(1, 1);
    const before = module.weight.item();
    expect(() => module.loadStateDict(state as never)).toThrow(
      new FormatError(
        `Cannot load the state of Linear from ${kind}: expected tensors by name, such as stateDict() gives`,
      ),
    );
    expect(module.weight.item()).toBe(before);
  });

  it("takes what fits when it is not strict", () => {
    const module = new Scale();
    module.loadStateDict({ factor: tensor([7]), offset: zeros([1]) }, { strict: false });
    expect(module.factor.item()).toBe(7);
  });

  it("turns numbers into the module's dtype", () => {
    const module = new Scale();
    module.loadStateDict({ factor: tensor([7], { dtype: "float64" }) }, { strict: false });
    expect(module.factor.dtype).toBe("float32");
  });

  it("is not misled by names of Object's own", () => {
    expect(() => new Scale().loadStateDict(JSON.parse('{"__proto__": 1}'))).toThrow(
      "__proto__ is unexpected",
    );
  });
});

describe("a module", () => {
  it("turns into float64 in place, so that an optimizer keeps its parameters", () => {
    const module = new Scale();
    const [factor] = module.parameters();
    expect(module.to("float64")).toBe(module);
    expect(module.parameters()[0]).toBe(factor);
    expect([...module.stateDict().values()].map(({ dtype }) => dtype)).toEqual(new Array(4).fill("float64"));
    expect(() => module.to("int32")).toThrow(
      new FormatError('Cannot turn Scale into int32: expected "float32" or "float64"'),
    );
  });

  it("passes train and eval on to what is inside", () => {
    const module = new Scale();
    expect(module.training).toBe(true);
    expect(module.eval()).toBe(module);
    expect(module.namedModules().map(([, inner]) => inner.training)).toEqual([false, false, false]);
    module.train();
    expect(module.blocks[0]?.training).toBe(true);
  });

  it("drops gradients with zeroGrad", () => {
    const module = new Scale();
    module
      .forward(tensor([3]))
      .sum()
      .backward();
    expect(module.factor.grad?.item()).toBe(3);
    module.zeroGrad();
    expect(module.factor.grad).toBeNull();
  });

  it("prints what is inside", () => {
    expect(String(new Sequential(new Linear(2, 3), new Sequential(new ReLU())))).toBe(
      "Sequential(\n  (0): Linear(2, 3)\n  (1): Sequential(\n    (0): ReLU()\n  )\n)",
    );
  });

  it("sums up its layers without changing them", () => {
    const net = network();
    net.namedModules()[1]?.[1].eval();
    const modes = () => net.namedModules().map(([, module]) => module.training);
    const before = modes();
    expect(net.summary([1, 1, 8, 8])).toBe(
      [
        "layer        output shape  parameters",
        "0 Conv2d     [1, 2, 6, 6]          20",
        "1 ReLU       [1, 2, 6, 6]           0",
        "2 MaxPool2d  [1, 2, 3, 3]           0",
        "3 Flatten    [1, 18]                0",
        "4 Linear     [1, 3]                57",
        "total                              77",
      ].join("\n"),
    );
    expect(modes()).toEqual(before);
    expect(() => net.summary([1, 1, 12, 12])).toThrow(
      new ShapeError(
        "Cannot apply weight [3, 18] to input [1, 50]: weight takes 18 features, input has 50 (features is the last axis)",
      ),
    );
    expect(modes()).toEqual(before);
  });

  it.each<[unknown, string]>([
    [undefined, "undefined as layer 1: expected modules, such as new ReLU()"],
    [
      [new ReLU()],
      "an array as layer 1: expected modules, such as new ReLU(); spread the array: new Sequential(...layers)",
    ],
    [relu, "a function as layer 1: expected modules, such as new ReLU()"],
    [ReLU, "a function as layer 1: expected modules, such as new ReLU()"],
  ])("refuses what is no module in a Sequential, %s", (layer, reason) => {
    expect(() => new Sequential(new ReLU(), layer as never)).toThrow(
      new LayerbookError(`Cannot make a Sequential with ${reason}`),
    );
  });

  it("refuses to pass on what is no tensor", () => {
    expect(() =>
      new Sequential(new MaxPool2d(2, { returnIndices: true }), new ReLU()).forward(zeros([1, 2, 2])),
    ).toThrow(
      new ShapeError(
        "Cannot pass on what layer 0, MaxPool2d, gives: expected one tensor, got { output, indices }; write a Module of your own that gives the one to pass on",
      ),
    );
  });
});

describe("onForward", () => {
  it("sees every module inside with its input and output, until it is ended", () => {
    const net = network();
    const seen: [string, readonly number[]][] = [];
    const stop = net.onForward((module, input) => seen.push([module.constructor.name, input.shape]));
    net.forward(zeros([1, 1, 8, 8]));
    expect(seen).toEqual([
      ["Conv2d", [1, 1, 8, 8]],
      ["ReLU", [1, 2, 6, 6]],
      ["MaxPool2d", [1, 2, 6, 6]],
      ["Flatten", [1, 2, 3, 3]],
      ["Linear", [1, 18]],
      ["Sequential", [1, 1, 8, 8]],
    ]);
    stop();
    stop();
    net.forward(zeros([1, 1, 8, 8]));
    expect(seen).toHaveLength(6);
  });

  it("lets several listen, each ended by itself", () => {
    const layer = new ReLU();
    let count = 0;
    const hook = () => count++;
    const stops = [layer.onForward(hook), layer.onForward(hook)];
    layer.forward(zeros([1]));
    stops[0]?.();
    layer.forward(zeros([1]));
    stops[1]?.();
    layer.forward(zeros([1]));
    expect(count).toBe(3);
  });

  it("hears a module that is used twice once for each of its passes", () => {
    const layer = new ReLU();
    let count = 0;
    const net = new Sequential(layer, new Identity(), layer);
    net.onForward((module) => {
      if (module === layer) count++;
    });
    net.forward(zeros([1]));
    expect(count).toBe(2);
  });

  it("leaves a forward that is a property of the module's own", () => {
    const layer = new ReLU();
    const twice = (x: Tensor): Tensor => x.mul(2);
    layer.forward = twice;
    layer.summary([1]);
    expect(layer.forward).toBe(twice);
  });
});
