import type { TypedArray } from "../dtype.ts";
import type { Backend, ConvolutionSizes, MatmulSizes } from "./backend.ts";
import { averagePool, averagePoolInputGradient, maxPool } from "./reference-pooling.ts";

/**
 * Plain loops in a fixed order, so that every machine gives the same bits. Sums are kept in float64 and
 * rounded to the tensor's dtype once, at the end.
 */
export const reference: Backend = {
  name: "reference",
  matmul,
  convolution,
  convolutionInputGradient,
  convolutionWeightGradient,
  maxPool,
  averagePool,
  averagePoolInputGradient,
};

function matmul(a: TypedArray, b: TypedArray, out: TypedArray, { rows, inner, columns }: MatmulSizes): void {
  const sums = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    sums.fill(0);
    for (let k = 0; k < inner; k++) {
      const left = a[i * inner + k]!;
      const row = k * columns;
      for (let j = 0; j < columns; j++) sums[j]! += left * b[row + j]!;
    }
    out.set(sums, i * columns);
  }
}

/**
 * Where in an input map the window of each output row and each tap of the kernel begins: the number under tap
 * t of the window at column x of output row r is number rows[r] + taps[t] + x * stride of the map.
 */
function windowsOf({ input, kernel, output, stride, dilation }: ConvolutionSizes): {
  rows: Int32Array;
  taps: Int32Array;
} {
  const positions = (size: Triple, step: Triple) => {
    const list: number[] = [];
    for (let d = 0; d < size[0]; d++) {
      for (let h = 0; h < size[1]; h++) {
        for (let w = 0; w < size[2]; w++) {
          list.push((d * step[0] * input[1] + h * step[1]) * input[2] + w * step[2]);
        }
      }
    }
    return Int32Array.from(list);
  };
  return { rows: positions([output[0], output[1], 1], stride), taps: positions(kernel, dilation) };
}

type Triple = readonly [number, number, number];

function volume([depth, height, width]: Triple): number {
  return depth * height * width;
}

function convolution(
  input: TypedArray,
  weight: TypedArray,
  bias: TypedArray | null,
  out: TypedArray,
  sizes: ConvolutionSizes,
): void {
  const { rows, taps } = windowsOf(sizes);
  const { batch, inChannels, outChannels, groups } = sizes;
  const channels = inChannels / groups;
  const inputSize = volume(sizes.input);
  const width = sizes.output[2];
  const step = sizes.stride[2];
  const sums = new Float64Array(volume(sizes.output));
  for (let n = 0; n < batch; n++) {
    for (let o = 0; o < outChannels; o++) {
      sums.fill(0);
      const group = Math.floor(o / (outChannels / groups));
      for (let c = 0; c < channels; c++) {
        const map = (n * inChannels + group * channels + c) * inputSize;
        for (let t = 0; t < taps.length; t++) {
          const factor = weight[(o * channels + c) * taps.length + t]!;
          for (let r = 0; r < rows.length; r++) {
            const from = map + rows[r]! + taps[t]!;
            const to = r * width;
            for (let x = 0; x < width; x++) sums[to + x]! += factor * input[from + x * step]!;
          }
        }
      }
      if (bias !== null) for (let i = 0; i < sums.length; i++) sums[i]! += bias[o]!;
      out.set(sums, (n * outChannels + o) * sums.length);
    }
  }
}

function convolutionInputGradient(
  gradient: TypedArray,
  weight: TypedArray,
  inputGradient: TypedArray,
  sizes: ConvolutionSizes,
): void {
  const { rows, taps } = windowsOf(sizes);
  const { batch, inChannels, outChannels, groups } = sizes;
  const channels = inChannels / groups;
  const outPerGroup = outChannels / groups;
  const outputSize = volume(sizes.output);
  const width = sizes.output[2];
  const step = sizes.stride[2];
  const sums = new Float64Array(volume(sizes.input));
  for (let n = 0; n < batch; n++) {
    for (let channel = 0; channel < inChannels; channel++) {
      sums.fill(0);
      const group = Math.floor(channel / channels);
      for (let o = group * outPerGroup; o < (group + 1) * outPerGroup; o++) {
        const map = (n * outChannels + o) * outputSize;
        for (let t = 0; t < taps.length; t++) {
          const factor = weight[(o * channels + (channel % channels)) * taps.length + t]!;
          for (let r = 0; r < rows.length; r++) {
            const from = map + r * width;
            const to = rows[r]! + taps[t]!;
            for (let x = 0; x < width; x++) sums[to + x * step]! += factor * gradient[from + x]!;
          }
        }
      }
      inputGradient.set(sums, (n * inChannels + channel) * sums.length);
    }
  }
}

function convolutionWeightGradient(
  gradient: TypedArray,
  input: TypedArray,
  weightGradient: TypedArray,
  sizes: ConvolutionSizes,
): void {
  const { rows, taps } = windowsOf(sizes);
  const { batch, inChannels, outChannels, groups } = sizes;
  const channels = inChannels / groups;
  const inputSize = volume(sizes.input);
  const outputSize = volume(sizes.output);
  const width = sizes.output[2];
  const step = sizes.stride[2];
  for (let o = 0; o < outChannels; o++) {
    const group = Math.floor(o / (outChannels / groups));
    for (let c = 0; c < channels; c++) {
      for (let t = 0; t < taps.length; t++) {
        let total = 0;
        for (let n = 0; n < batch; n++) {
          const inputMap = (n * inChannels + group * channels + c) * inputSize;
          const outputMap = (n * outChannels + o) * outputSize;
          for (let r = 0; r < rows.length; r++) {
            const from = inputMap + rows[r]! + taps[t]!;
            const to = outputMap + r * width;
            for (let x = 0; x < width; x++) total += gradient[to + x]! * input[from + x * step]!;
          }
        }
        weightGradient[(o * channels + c) * taps.length + t] = total;
      }
    }
  }
}
