/**
 * How a shape is read: maps of height x width, laid out as tiles, in one or more frames that a slider steps through.
 * Values stay row-major, so that map `tile` of frame `frame` starts at (frame * tiles + tile) * height * width.
 */
export interface View {
  readonly frames: number;
  readonly tiles: number;
  readonly height: number;
  readonly width: number;
  /** Tiles in a fixed grid, one row for each output channel of a weight; else as fits the page. */
  readonly grid?: { readonly rows: number; readonly columns: number };
  /** The leading indices of a frame, as in "3, 0"; "" when there is one frame without indices. */
  frameLabel(frame: number): string;
  /** All indices of a map but row and column, as in "3, 17"; "" for a matrix. */
  tileLabel(frame: number, tile: number | string): string;
  /** What the tiles stand for, for titles and the text alternative. */
  readonly noun: "map" | "channel" | "sample" | "kernel";
}

/** Kernels are this small; activations of a layer and images are larger. */
const largestKernel = 7;
/** A grid of kernels with more cells along one side is stepped through by a slider. */
const mostGridCells = 720;

/** The view of a tensor of rank 2 or more, none of whose sizes is 0. */
export function viewOf(shape: readonly number[]): View {
  const height = shape.at(-2)!;
  const width = shape.at(-1)!;
  const maps = { height, width };
  const leading = shape.slice(0, -2);
  if (leading.length === 0) {
    return { ...maps, frames: 1, tiles: 1, noun: "map", frameLabel: () => "", tileLabel: () => "" };
  }
  if (leading.length === 1) {
    return {
      ...maps,
      frames: 1,
      tiles: leading[0]!,
      noun: "channel",
      frameLabel: () => "",
      tileLabel: (_, tile) => String(tile),
    };
  }
  if (leading.length === 2) {
    const [samples, channels] = leading as [number, number];
    const kernels = samples > 1 && channels > 1 && height <= largestKernel && width <= largestKernel;
    if (kernels && samples * (height + 1) <= mostGridCells && channels * (width + 1) <= mostGridCells) {
      return {
        ...maps,
        frames: 1,
        tiles: samples * channels,
        grid: { rows: samples, columns: channels },
        noun: "kernel",
        frameLabel: () => "",
        tileLabel: (_, tile) => `${Math.floor(Number(tile) / channels)}, ${Number(tile) % channels}`,
      };
    }
    if (channels === 1) {
      return {
        ...maps,
        frames: 1,
        tiles: samples,
        noun: "sample",
        frameLabel: () => "",
        tileLabel: (_, tile) => `${tile}, 0`,
      };
    }
  }
  const frameShape = leading.slice(0, -1);
  const frameLabel = (frame: number): string => indexOf(frame, frameShape).join(", ");
  return {
    ...maps,
    frames: frameShape.reduce((product, size) => product * size, 1),
    tiles: leading.at(-1)!,
    noun: "channel",
    frameLabel,
    tileLabel: (frame, tile) => `${frameLabel(frame)}, ${tile}`,
  };
}

/** The indices of flat position `flat`, row-major. */
export function indexOf(flat: number, shape: readonly number[]): number[] {
  let rest = flat;
  return shape
    .map((_, axis) => shape.length - 1 - axis)
    .map((axis) => {
      const index = rest % shape[axis]!;
      rest = Math.floor(rest / shape[axis]!);
      return index;
    })
    .reverse();
}
