import { conv1d, conv2d, conv3d, type Tensor } from "@layerbook/layers";
import type { GoldenCase } from "./case.ts";
import { expectClose, type GoldenTensor, readCases, toTensor } from "./values.ts";

interface Attributes {
  readonly kernel_shape?: readonly number[];
  readonly strides?: readonly number[];
  readonly dilations?: readonly number[];
  readonly pads?: readonly number[];
  readonly group?: number;
  readonly auto_pad?: "NOTSET" | "VALID" | "SAME_UPPER" | "SAME_LOWER";
}

interface NodeCase {
  readonly name: string;
  readonly attributes: Attributes;
  readonly nodes?: readonly [{ readonly inputs: readonly string[] }];
  readonly nodeInputs?: readonly string[];
  readonly initializers?: Readonly<Record<string, GoldenTensor>>;
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
}

const convolutions = [conv1d, conv2d, conv3d] as const;

/** ONNX pads each side by itself; this library's convolution pads both alike, so the input is padded before. */
function convolution(attributes: Attributes, input: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
  const sizes = input.shape.slice(2);
  const ones = sizes.map(() => 1);
  const { strides = ones, dilations = ones, group = 1, auto_pad = "NOTSET" } = attributes;
  const pads = sizes.map((size, i): [number, number] => {
    if (!auto_pad.startsWith("SAME")) {
      return [attributes.pads?.[i] ?? 0, attributes.pads?.[i + sizes.length] ?? 0];
    }
    const stride = strides[i] as number;
    const span = (dilations[i] as number) * ((weight.shape[i + 2] as number) - 1) + 1;
    const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + span - size);
    const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
    return auto_pad === "SAME_UPPER" ? [less, more] : [more, less];
  });
  const convolve = convolutions[sizes.length - 1] as typeof conv2d;
  const padded = input.pad(pads.toReversed().flat());
  return convolve(padded, weight, bias, { stride: strides, dilation: dilations, groups: group });
}

function cases(file: string): GoldenCase[] {
  return readCases<NodeCase>(file).map((golden) => ({
    subject: "convolution",
    source: "onnx",
    name: golden.name,
    dtypes: ["float32"],
    check: (dtype) => {
      const values = { ...golden.initializers, ...golden.inputs };
      const names = golden.nodeInputs ?? golden.nodes?.[0].inputs ?? [];
      const [x, w, b] = names.map((name) => toTensor(values[name] as GoldenTensor, dtype));
      const output = convolution(golden.attributes, x as Tensor, w as Tensor, b ?? null);
      for (const [name, expected] of Object.entries(golden.outputs)) expectClose(name, output, expected);
    },
  }));
}

export function onnxCases(): GoldenCase[] {
  return [...cases("onnx/Conv"), ...cases("onnx/Conv_extra")];
}
