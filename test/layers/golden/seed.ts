import { conv2d, maxPool2d } from "@layerbook/layers";
import type { GoldenCase } from "./case.ts";
import { expectClose, type GoldenTensor, readCases, toTensor } from "./values.ts";

const dtypes = ["float64", "float32"] as const;

interface ConvolutionCase {
  readonly name: string;
  readonly input: GoldenTensor;
  readonly filter: GoldenTensor;
  readonly stride: number;
  readonly output: GoldenTensor;
  readonly true_convolution_output?: GoldenTensor;
}

function convolutionCases(): GoldenCase[] {
  return readCases<ConvolutionCase>("seed/conv2d").map((golden) => ({
    subject: "convolution",
    source: "seed",
    name: golden.name,
    dtypes,
    check: (dtype) => {
      const input = toTensor(golden.input, dtype).unsqueeze(0);
      const kernel = toTensor(golden.filter, dtype);
      const weight = kernel.reshape([1, 1, ...kernel.shape]);
      const { stride } = golden;
      expectClose("output", conv2d(input, weight, null, { stride }).squeeze(0), golden.output);
      if (golden.true_convolution_output !== undefined) {
        const turned = conv2d(input, weight.flip([2, 3]), null, { stride });
        expectClose("with the kernel turned", turned.squeeze(0), golden.true_convolution_output);
      }
    },
  }));
}

interface PoolingCase {
  readonly name: string;
  /** [height, width, channels] */
  readonly input: GoldenTensor;
  readonly size: number;
  readonly stride: number;
  readonly max_correct: GoldenTensor;
}

function poolingCases(): GoldenCase[] {
  return readCases<PoolingCase>("seed/pooling").map((golden) => ({
    subject: "pooling",
    source: "seed",
    name: golden.name,
    dtypes,
    check: (dtype) => {
      const input = toTensor(golden.input, dtype).permute([2, 0, 1]);
      const output = maxPool2d(input, golden.size, { stride: golden.stride });
      expectClose("output", output.permute([1, 2, 0]), golden.max_correct);
    },
  }));
}

export function seedCases(): GoldenCase[] {
  return [...convolutionCases(), ...poolingCases()];
}
