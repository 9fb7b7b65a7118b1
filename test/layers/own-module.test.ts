import {
  Bilinear,
  Conv2d,
  Embedding,
  LayerbookError,
  Linear,
  Module,
  manualSeed,
  Parameter,
  ParameterList,
  ReLU,
  randn,
  Sequential,
  SGD,
  type Tensor,
  tensor,
  zeros,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";

beforeEach(() => manualSeed(6));

/** A residual block (He et al., 2016), as a user writes it. */
class ResidualBlock extends Module {
  readonly body: Sequential;
  readonly scale: Parameter = new Parameter(tensor([1]));

  constructor(channels: number) {
    super();
    const convolution = () => new Conv2d(channels, channels, 3, { padding: 1 });
    this.body = new Sequential(convolution(), new ReLU(), convolution());
  }

  override forward(x: Tensor): Tensor {
    return this.body.forward(x).mul(this.scale).add(x).relu();
  }
}

describe("a block of the user's own", () => {
  it("computes what it says", () => {
    const block = new ResidualBlock(2);
    const x = randn([1, 2, 4, 4]);
    block.scale.assign([0]);
    expect(block.forward(x).toArray()).toEqual(x.relu().toArray());
  });

  it("has its parameters under its own names", () => {
    const names = new ResidualBlock(2).namedParameters().map(([name]) => name);
    expect(names).toEqual(["scale", "body.0.weight", "body.0.bias", "body.2.weight", "body.2.bias"]);
  });

  it("gives its state to another, inside another module too", () => {
    const [one, other] = [0, 1].map(() => new Sequential(new Conv2d(1, 2, 1), new ResidualBlock(2)));
    const x = randn([2, 1, 3, 3]);
    const state = one?.stateDict() ?? new Map();
    expect([...state.keys()].slice(0, 4)).toEqual(["0.weight", "0.bias", "1.scale", "1.body.0.weight"]);
    expect(other?.forward(x).toArray()).not.toEqual(one?.forward(x).toArray());
    other?.loadStateDict(state);
    expect(other?.forward(x).toArray()).toEqual(one?.forward(x).toArray());
  });

  it("is heard, and everything inside it", () => {
    const block = new ResidualBlock(2);
    const heard: string[] = [];
    const stop = block.onForward((module) => heard.push(module.constructor.name));
    block.forward(randn([2, 3, 3]));
    stop();
    block.forward(randn([2, 3, 3]));
    expect(heard).toEqual(["Conv2d", "ReLU", "Conv2d", "Sequential", "ResidualBlock"]);
  });

  it("is summed up, with what it learns itself in a row of its own", () => {
    expect(new ResidualBlock(2).summary([1, 2, 4, 4])).toBe(
      [
        "layer          output shape  parameters",
        "ResidualBlock  [1, 2, 4, 4]           1",
        "body.0 Conv2d  [1, 2, 4, 4]          38",
        "body.1 ReLU    [1, 2, 4, 4]           0",
        "body.2 Conv2d  [1, 2, 4, 4]          38",
        "total                                77",
      ].join("\n"),
    );
  });

  it("learns", () => {
    const block = new ResidualBlock(2);
    const x = randn([4, 2, 3, 3]);
    const optimizer = new SGD(block.parameters(), { lr: 0.3 });
    const loss = () => block.forward(x).sub(1).pow(2).mean();
    const before = loss().item();
    for (let step = 0; step < 20; step++) {
      optimizer.zeroGrad();
      loss().backward();
      optimizer.step();
    }
    expect(loss().item()).toBeLessThan(0.9 * before);
  });
});

/** Gives several tensors, as recurrent layers do. */
class Halves extends Module {
  readonly map: Linear = new Linear(4, 6);
  override forward(x: Tensor): { output: Tensor; hn: Tensor; steps: number } {
    const [output, hn] = this.map.forward(x).split(3, -1) as [Tensor, Tensor];
    return { output, hn, steps: 2 };
  }
}

describe("a summary", () => {
  it("names each tensor that a layer gives", () => {
    class Net extends Module {
      readonly halves: Halves = new Halves();
      readonly weight: Parameter = this.halves.map.weight;
      readonly unused: ReLU = new ReLU();
      override forward(x: Tensor): Tensor {
        return this.halves.forward(x).hn;
      }
    }
    expect(new Net().summary([5, 4])).toBe(
      [
        "layer              output shape  parameters",
        "halves.map Linear  [5, 6]                30",
        "unused ReLU        not used               0",
        "total                                    30",
      ].join("\n"),
    );
    class Both extends Halves {
      readonly own: Parameter = new Parameter(zeros([7]));
    }
    expect(new Both().summary([5, 4]).split("\n")[1]).toBe(
      "Both        output [5, 3], hn [5, 3]           7",
    );
  });

  it("says where a layer gives no tensor", () => {
    class Size extends Module {
      override forward(x: Tensor): number {
        return x.numel();
      }
    }
    expect(new Size().summary([2, 3]).split("\n")[1]).toBe("Size   no tensor              0");
  });

  it("takes as many inputs as forward does, and tensors where zeros would not do", () => {
    expect(new Bilinear(3, 2, 4).summary([5, 3], [5, 2]).split("\n")[1]).toMatch(/^Bilinear {2}\[5, 4\]/);
    const words = zeros([2, 7], { dtype: "int32" });
    const table = new Sequential(new Embedding(10, 3), new Linear(3, 1)).summary(words);
    expect(table.split("\n").slice(1, 3)).toEqual([
      "0 Embedding  [2, 7, 3]             30",
      "1 Linear     [2, 7, 1]              4",
    ]);
  });
});

describe("several parameters", () => {
  const make = (): Parameter[] => [new Parameter(tensor([1, 2])), new Parameter(tensor([[3]]))];

  class Plain extends Module {
    readonly scales: Parameter[] = make();
    override forward(x: Tensor): Tensor {
      return this.scales.reduce<Tensor>((product, scale) => product.mul(scale), x);
    }
  }
  class Listed extends Module {
    readonly scales: ParameterList = new ParameterList(make());
    override forward(x: Tensor): Tensor {
      return [...this.scales].reduce<Tensor>((product, scale) => product.mul(scale), x);
    }
  }

  it.each([
    ["an array", Plain],
    ["a ParameterList", Listed],
  ])("in %s belong to the module, by their place", (_, Several) => {
    const module = new Several();
    expect([...module.stateDict().keys()]).toEqual(["scales.0", "scales.1"]);
    module.loadStateDict({ "scales.0": tensor([0, 5]), "scales.1": tensor([[2]]) });
    expect(module.forward(tensor([1, 1])).toArray()).toEqual([[0, 10]]);
    module
      .forward(tensor([1, 1]))
      .sum()
      .backward();
    expect(module.parameters().map(({ grad }) => grad?.toArray())).toEqual([[2, 2], [[5]]]);
    expect(module.summary([2]).split("\n").at(-1)).toMatch(/total .* 3$/);
  });

  it("in a ParameterList are read by their place and counted", () => {
    const list = new ParameterList(make());
    expect(list.length).toBe(2);
    expect(list[1]?.toArray()).toEqual([[3]]);
    expect(String(list)).toBe("ParameterList([2], [1, 1])");
  });

  it("in a ParameterList are parameters, and there is nothing to run", () => {
    expect(() => new ParameterList([tensor([1]) as Parameter])).toThrow(
      new LayerbookError(
        "Cannot make a ParameterList with a tensor that is not learnt as number 0: expected parameters, such as new Parameter(zeros([3]))",
      ),
    );
    expect(() => new ParameterList(make()).forward()).toThrow(
      new LayerbookError(
        "Cannot run a ParameterList: read its parameters, list[0] and so on, in forward of the module that owns it",
      ),
    );
  });
});
