import { type Tensor, tensor } from "@layerbook/layers";

/** What the formulas say, index by index, with no thought of speed: the measure for the library's own loops. */

interface ConvolutionSettings {
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly groups: number;
}

export function naiveConv2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor,
  { stride, padding, dilation, groups }: ConvolutionSettings,
): Tensor {
  const [batch, , height, width] = input.shape as [number, number, number, number];
  const [outChannels, channels, kernelHeight, kernelWidth] = weight.shape as [number, number, number, number];
  const outHeight = Math.floor((height + 2 * padding - dilation * (kernelHeight - 1) - 1) / stride) + 1;
  const outWidth = Math.floor((width + 2 * padding - dilation * (kernelWidth - 1) - 1) / stride) + 1;
  const at = (n: number, c: number, row: number, column: number): number =>
    row < 0 || row >= height || column < 0 || column >= width ? 0 : input.at(n, c, row, column);
  const values: number[] = [];
  for (let n = 0; n < batch; n++)
    for (let o = 0; o < outChannels; o++)
      for (let y = 0; y < outHeight; y++)
        for (let x = 0; x < outWidth; x++) {
          let sum = bias.at(o);
          for (let c = 0; c < channels; c++)
            for (let i = 0; i < kernelHeight; i++)
              for (let j = 0; j < kernelWidth; j++) {
                const channel = Math.floor((o * groups) / outChannels) * channels + c;
                const row = y * stride + i * dilation - padding;
                const column = x * stride + j * dilation - padding;
                sum += weight.at(o, c, i, j) * at(n, channel, row, column);
              }
          values.push(sum);
        }
  return tensor(values, { shape: [batch, outChannels, outHeight, outWidth], dtype: input.dtype });
}

/** Number by number of the input: each lays the kernel, times itself, over the output. */
export function naiveConvTranspose2d(
  input: Tensor,
  weight: Tensor,
  bias: Tensor,
  {
    stride,
    padding,
    outputPadding,
    dilation,
    groups,
  }: ConvolutionSettings & { readonly outputPadding: number },
): Tensor {
  const [batch, inChannels, height, width] = input.shape as [number, number, number, number];
  const [, outPerGroup, kernelHeight, kernelWidth] = weight.shape as [number, number, number, number];
  const outChannels = outPerGroup * groups;
  const outHeight = (height - 1) * stride - 2 * padding + dilation * (kernelHeight - 1) + outputPadding + 1;
  const outWidth = (width - 1) * stride - 2 * padding + dilation * (kernelWidth - 1) + outputPadding + 1;
  const values = Array.from({ length: batch * outChannels * outHeight * outWidth }, (_, i) =>
    bias.at(Math.floor(i / (outHeight * outWidth)) % outChannels),
  );
  for (let n = 0; n < batch; n++)
    for (let c = 0; c < inChannels; c++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          for (let o = 0; o < outPerGroup; o++)
            for (let i = 0; i < kernelHeight; i++)
              for (let j = 0; j < kernelWidth; j++) {
                const channel = Math.floor((c * groups) / inChannels) * outPerGroup + o;
                const row = y * stride + i * dilation - padding;
                const column = x * stride + j * dilation - padding;
                if (row < 0 || row >= outHeight || column < 0 || column >= outWidth) continue;
                const place = ((n * outChannels + channel) * outHeight + row) * outWidth + column;
                values[place] = (values[place] as number) + weight.at(c, o, i, j) * input.at(n, c, y, x);
              }
  return tensor(values, { shape: [batch, outChannels, outHeight, outWidth], dtype: input.dtype });
}

export function naiveLinear(input: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const [batch, inFeatures] = input.shape as [number, number];
  const outFeatures = weight.shape[0] as number;
  const values: number[] = [];
  for (let n = 0; n < batch; n++)
    for (let o = 0; o < outFeatures; o++) {
      let sum = bias.at(o);
      for (let i = 0; i < inFeatures; i++) sum += weight.at(o, i) * input.at(n, i);
      values.push(sum);
    }
  return tensor(values, { shape: [batch, outFeatures], dtype: input.dtype });
}

export function naiveBilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const batch = input1.shape[0] as number;
  const [outFeatures, in1Features, in2Features] = weight.shape as [number, number, number];
  const values: number[] = [];
  for (let n = 0; n < batch; n++)
    for (let o = 0; o < outFeatures; o++) {
      let sum = bias.at(o);
      for (let i = 0; i < in1Features; i++)
        for (let j = 0; j < in2Features; j++) sum += weight.at(o, i, j) * input1.at(n, i) * input2.at(n, j);
      values.push(sum);
    }
  return tensor(values, { shape: [batch, outFeatures], dtype: input1.dtype });
}

/** Where a number of a [batch, channels, ...] input stands: its sample and its channel. */
export type Place = readonly [sample: number, channel: number];

/** Each number less the mean of all that `together` puts with it, over their standard deviation. */
export function naiveNorm(
  input: Tensor,
  weight: Tensor,
  bias: Tensor,
  eps: number,
  together: (one: Place, other: Place) => boolean,
): Tensor {
  const [, channels, ...positions] = input.shape as [number, number, ...number[]];
  const inner = positions.reduce((product, size) => product * size, 1);
  const numbers = [...input.toTypedArray()];
  const place = (i: number): Place => {
    const row = Math.floor(i / inner);
    return [Math.floor(row / channels), row % channels];
  };
  const values = numbers.map((x, i) => {
    const group = numbers.filter((_, j) => together(place(i), place(j)));
    const mean = group.reduce((sum, value) => sum + value, 0) / group.length;
    const variance = group.reduce((sum, value) => sum + (value - mean) ** 2, 0) / group.length;
    const channel = place(i)[1];
    return ((x - mean) / Math.sqrt(variance + eps)) * weight.at(channel) + bias.at(channel);
  });
  return tensor(values, { shape: input.shape, dtype: input.dtype });
}
