import {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  Bilinear,
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  GELU,
  GroupNorm,
  Hardtanh,
  InstanceNorm2d,
  LayerNorm,
  Linear,
  LogSoftmax,
  LPPool1d,
  LPPool2d,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  MaxUnpool1d,
  MaxUnpool2d,
  type Module,
  Sigmoid,
  SiLU,
  Softmax,
  Tanh,
  type Tensor,
} from "@layerbook/layers";
import type { GoldenCase } from "./case.ts";
import { type Config, options } from "./torch-config.ts";
import { losses } from "./torch-losses.ts";
import { optimizerCases } from "./torch-optimizers.ts";
import { expectClose, type GoldenTensor, readCases, toTensor } from "./values.ts";

interface LayerCase {
  readonly name: string;
  readonly layer: string;
  readonly config: Config;
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly params: Readonly<Record<string, GoldenTensor>>;
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
  readonly gradOutput: GoldenTensor;
  readonly grads: Readonly<Record<string, GoldenTensor>>;
}

const dtypes = ["float64", "float32"] as const;

const layers: Readonly<Record<string, (config: Config) => Module>> = {
  AdaptiveAvgPool1d: (c) => new AdaptiveAvgPool1d(c.output_size),
  AdaptiveAvgPool2d: (c) => new AdaptiveAvgPool2d(c.output_size),
  AdaptiveMaxPool1d: (c) => new AdaptiveMaxPool1d(c.output_size),
  AdaptiveMaxPool2d: (c) => new AdaptiveMaxPool2d(c.output_size),
  AvgPool1d: (c) => new AvgPool1d(c.kernel_size, options(c)),
  AvgPool2d: (c) => new AvgPool2d(c.kernel_size, options(c)),
  AvgPool3d: (c) => new AvgPool3d(c.kernel_size, options(c)),
  Bilinear: (c) => new Bilinear(c.in1_features, c.in2_features, c.out_features, options(c)),
  Conv1d: (c) => new Conv1d(c.in_channels, c.out_channels, c.kernel_size, options(c)),
  Conv2d: (c) => new Conv2d(c.in_channels, c.out_channels, c.kernel_size, options(c)),
  Conv3d: (c) => new Conv3d(c.in_channels, c.out_channels, c.kernel_size, options(c)),
  ConvTranspose1d: (c) => new ConvTranspose1d(c.in_channels, c.out_channels, c.kernel_size, options(c)),
  ConvTranspose2d: (c) => new ConvTranspose2d(c.in_channels, c.out_channels, c.kernel_size, options(c)),
  ConvTranspose3d: (c) => new ConvTranspose3d(c.in_channels, c.out_channels, c.kernel_size, options(c)),
  GELU: (c) => new GELU(options(c)),
  Hardtanh: (c) => new Hardtanh(options(c)),
  GroupNorm: (c) => new GroupNorm(c.num_groups, c.num_channels, options(c)),
  InstanceNorm2d: (c) => new InstanceNorm2d(c.num_features, options(c)),
  LayerNorm: (c) => new LayerNorm(c.normalized_shape, options(c)),
  LPPool1d: (c) => new LPPool1d(c.norm_type, c.kernel_size, options(c)),
  LPPool2d: (c) => new LPPool2d(c.norm_type, c.kernel_size, options(c)),
  MaxUnpool1d: (c) => new MaxUnpool1d(c.kernel_size, options(c)),
  MaxUnpool2d: (c) => new MaxUnpool2d(c.kernel_size, options(c)),
  Linear: (c) => new Linear(c.in_features, c.out_features, options(c)),
  LogSoftmax: ({ dim }) => new LogSoftmax(dim),
  MaxPool1d: (c) => new MaxPool1d(c.kernel_size, options(c)),
  MaxPool2d: (c) => new MaxPool2d(c.kernel_size, options(c)),
  MaxPool3d: (c) => new MaxPool3d(c.kernel_size, options(c)),
  Sigmoid: () => new Sigmoid(),
  SiLU: () => new SiLU(),
  Softmax: ({ dim }) => new Softmax(dim),
  Tanh: () => new Tanh(),
};

function layerCases(subject: string, file: string): GoldenCase[] {
  return readCases<LayerCase>(`torch/${file}`).map((golden) => {
    const build = layers[golden.layer];
    const apply = losses[golden.layer];
    const known = build !== undefined || apply !== undefined;
    return {
      subject,
      source: "torch",
      name: golden.name,
      dtypes,
      check: known
        ? (dtype) => {
            const inputs = Object.entries(golden.inputs).map(
              ([name, values]) => [name, toTensor(values, dtype, name in golden.grads)] as const,
            );
            const [first, second] = inputs.map(([, input]) => input) as [Tensor, Tensor];
            const module = build?.(golden.config).to(dtype);
            const state = Object.entries(golden.params ?? {}).map(([name, values]) => [
              name,
              toTensor(values, dtype),
            ]);
            module?.loadStateDict(Object.fromEntries(state));
            const result =
              module?.forward(first, second) ?? losses[golden.layer]?.(first, second, golden.config);
            const outputs = result as Tensor | Record<string, Tensor>;
            const named = "shape" in outputs ? { output: outputs as Tensor } : outputs;
            for (const [name, values] of Object.entries(golden.outputs)) {
              expectClose(name, named[name] ?? null, values);
            }
            (named.output as Tensor).backward(toTensor(golden.gradOutput, dtype));
            const leaves = new Map<string, Tensor>([...inputs, ...(module?.namedParameters() ?? [])]);
            for (const [name, values] of Object.entries(golden.grads)) {
              expectClose(`gradient of ${name}`, leaves.get(name)?.grad ?? null, values);
            }
          }
        : null,
    };
  });
}

export function torchCases(): GoldenCase[] {
  return [
    ...layerCases("convolution", "conv1d"),
    ...layerCases("convolution", "conv2d"),
    ...layerCases("convolution", "conv3d"),
    ...layerCases("convolution", "convtranspose1d"),
    ...layerCases("convolution", "convtranspose2d"),
    ...layerCases("convolution", "convtranspose3d"),
    ...layerCases("pooling", "maxpool"),
    ...layerCases("pooling", "avgpool"),
    ...layerCases("pooling", "adaptivepool"),
    ...layerCases("pooling", "lppool"),
    ...layerCases("batchnorm", "othernorm"),
    ...layerCases("linear", "linear"),
    ...layerCases("activations", "activations"),
    ...layerCases("losses", "losses"),
    ...optimizerCases(),
  ];
}
