import { avgPool2d, conv2d, maxPool2d, type Tensor } from "@layerbook/layers";
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
  readonly avg_correct: GoldenTensor;
  /** Absent where the page's code fails: for maps that are not square, or not a whole number of strides. */
  readonly max_seed_verbatim?: GoldenTensor;
}

/**
 * The page's own max pooling, which takes the window of row r and column c at row c and column r: max pooling turned
 * over. Its windows begin at every stride up to the end, so that the last ones may reach past it.
 */
function pageMaxPool(input: Tensor, size: number, stride: number): Tensor {
  const [after] = input.shape
    .slice(1)
    .map((length) => (Math.ceil(length / stride) - 1) * stride + size - length);
  const wide = input.pad([0, after as number, 0, after as number], { value: Number.NEGATIVE_INFINITY });
  return maxPool2d(wide, size, { stride }).transpose(1, 2);
}

function poolingCases(): GoldenCase[] {
  return readCases<PoolingCase>("seed/pooling").map((golden) => ({
    subject: "pooling",
    source: "seed",
    name: golden.name,
    dtypes,
    check: (dtype) => {
      const input = toTensor(golden.input, dtype).permute([2, 0, 1]);
      const { size, stride } = golden;
      const expectMaps = (what: string, maps: Tensor, expected: GoldenTensor) =>
        expectClose(what, maps.permute([1, 2, 0]), expected);
      expectMaps("max", maxPool2d(input, size, { stride }), golden.max_correct);
      expectMaps("average", avgPool2d(input, size, { stride }), golden.avg_correct);
      if (golden.max_seed_verbatim !== undefined) {
        expectMaps("max as on the page", pageMaxPool(input, size, stride), golden.max_seed_verbatim);
      }
    },
  }));
}

export function seedCases(): GoldenCase[] {
  return [...convolutionCases(), ...poolingCases()];
}
