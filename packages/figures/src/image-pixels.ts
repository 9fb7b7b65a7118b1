import { ShapeError } from "@layerbook/layers";

/** Where an image's samples lie in its flat values. */
export interface ImageLayout {
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
  readonly channelsLast: boolean;
}

/** Samples of 0 to 255, row by row, the channels of a pixel side by side. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly rows: number;
  readonly columns: number;
}

/** The layout of [1, H, W], [3, H, W], [H, W, 3], [H, W, 1] or [H, W]; throws ShapeError for another shape. */
export function imageLayout(shape: readonly number[]): ImageLayout {
  const [a = 0, b = 0, c = 0] = shape;
  if (shape.length === 2) return { channels: 1, height: a, width: b, channelsLast: false };
  if (shape.length === 3 && (a === 1 || a === 3))
    return { channels: a, height: b, width: c, channelsLast: false };
  if (shape.length === 3 && (c === 1 || c === 3))
    return { channels: c, height: a, width: b, channelsLast: true };
  throw new ShapeError(
    `Cannot draw [${shape.join(", ")}] as an image: expected [1, H, W], [3, H, W], [H, W, 1], [H, W, 3] or [H, W]. For one image of a batch, select(0, index) it first`,
  );
}

/** The image with its pixels averaged by blocks of factor x factor; values outside 0..1 are cut, NaN is drawn as 0. */
export function imagePixels(values: ArrayLike<number>, layout: ImageLayout, factor: number): Pixels {
  const { channels, height, width, channelsLast } = layout;
  const rows = Math.ceil(height / factor);
  const columns = Math.ceil(width / factor);
  const [pixel, channel] = channelsLast ? [channels, 1] : [1, height * width];
  const data = new Uint8ClampedArray(rows * columns * channels);
  for (let i = 0; i < data.length; i++) {
    const row = Math.floor(i / channels / columns) * factor;
    const column = (Math.floor(i / channels) % columns) * factor;
    const offset = (i % channels) * channel;
    let sum = 0;
    let count = 0;
    for (let r = row; r < Math.min(height, row + factor); r++) {
      for (let c = column; c < Math.min(width, column + factor); c++) {
        sum += Math.min(1, Math.max(0, values[offset + (r * width + c) * pixel]!)) || 0;
        count++;
      }
    }
    data[i] = Math.round((sum / count) * 255);
  }
  return { data, rows, columns };
}
