/** A layer of the network, as the home page shows what it gives. */
export interface Stage {
  /** Its place in the network, from 0. */
  readonly layer: number;
  readonly name: string;
  /** As one writes it. */
  readonly code: string;
  /** The page on it, below the site's base URL. */
  readonly page: string;
  /** What it makes of one image. */
  readonly shape: readonly number[];
}

export const imageShape: readonly number[] = [1, 8, 8];

/** The page on which the network was trained. */
export const trainingPage = "training/digits";

/** All layers but Flatten, which changes no number. */
export const stages: readonly Stage[] = [
  {
    layer: 0,
    name: "Conv2d",
    code: "new Conv2d(1, 8, 3, { padding: 1 })",
    page: "layers/convolution",
    shape: [8, 8, 8],
  },
  { layer: 1, name: "BatchNorm2d", code: "new BatchNorm2d(8)", page: "layers/batchnorm", shape: [8, 8, 8] },
  { layer: 2, name: "ReLU", code: "new ReLU()", page: "layers/linear", shape: [8, 8, 8] },
  { layer: 3, name: "MaxPool2d", code: "new MaxPool2d(2)", page: "layers/pooling", shape: [8, 4, 4] },
  {
    layer: 4,
    name: "Conv2d",
    code: "new Conv2d(8, 16, 3, { padding: 1 })",
    page: "layers/convolution",
    shape: [16, 4, 4],
  },
  { layer: 5, name: "BatchNorm2d", code: "new BatchNorm2d(16)", page: "layers/batchnorm", shape: [16, 4, 4] },
  { layer: 6, name: "ReLU", code: "new ReLU()", page: "layers/linear", shape: [16, 4, 4] },
  { layer: 7, name: "Dropout", code: "new Dropout(0.3)", page: "layers/dropout", shape: [16, 4, 4] },
  { layer: 9, name: "Linear", code: "new Linear(16 * 4 * 4, 10)", page: "layers/linear", shape: [10] },
];

/** What the shape says, in words. */
export function wordsOf(shape: readonly number[]): string {
  const [count, height, width] = shape;
  if (height === undefined) return `${count} numbers`;
  return count === 1 ? `${height} by ${width} numbers` : `${count} maps of ${height} by ${width}`;
}
