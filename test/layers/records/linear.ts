import { Bilinear, Linear, Module, type Tensor } from "@layerbook/layers";
import { naiveBilinear, naiveLinear } from "../naive.ts";
import { type LayerRecord, parameter } from "./record.ts";

/** A bilinear layer whose two inputs come as one, side by side. */
class SideBySide extends Module {
  readonly bilinear: Bilinear;

  constructor(bilinear: Bilinear) {
    super();
    this.bilinear = bilinear;
  }

  override forward(input: Tensor): Tensor {
    const { in1Features, in2Features } = this.bilinear;
    const [input1, input2] = input.split([in1Features, in2Features], -1) as [Tensor, Tensor];
    return this.bilinear.forward(input1, input2);
  }
}

export const linearRecords: readonly LayerRecord[] = [
  {
    name: "Linear",
    make: () => new Linear(5, 4),
    inputShape: [3, 5],
    outputShape: [3, 4],
    naive: (input, module) => naiveLinear(input, parameter(module, "weight"), parameter(module, "bias")),
  },
  {
    name: "Linear without bias",
    make: () => new Linear(3, 1, { bias: false }),
    inputShape: [3, 3],
    outputShape: [3, 1],
  },
  {
    name: "Linear over more axes",
    make: () => new Linear(5, 4),
    inputShape: [3, 2, 5],
    outputShape: [3, 2, 4],
  },
  {
    name: "Bilinear",
    make: () => new SideBySide(new Bilinear(3, 2, 4)),
    inputShape: [3, 5],
    outputShape: [3, 4],
    naive: (input, module) => {
      const [input1, input2] = input.split([3, 2], -1) as [Tensor, Tensor];
      const { weight, bias } = (module as SideBySide).bilinear;
      return naiveBilinear(input1, input2, weight, bias as Tensor);
    },
  },
  {
    name: "Bilinear over more axes, without bias",
    make: () => new SideBySide(new Bilinear(2, 3, 1, { bias: false })),
    inputShape: [3, 2, 5],
    outputShape: [3, 2, 1],
  },
];
