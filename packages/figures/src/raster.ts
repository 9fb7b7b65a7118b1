import { encode } from "fast-png";
import { type ColorRange, colorTable, rangePosition } from "./colors.ts";
import { base64 } from "./plotly.ts";

/** Most colours of a palette but for the one that is transparent. */
const shades = 255;

/** Cells coloured by a range as a PNG with a palette, one pixel each; what is not finite is transparent. */
export function rasterPng(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
  range: ColorRange,
): Uint8Array {
  const shown = range.colors ?? colorTable(range.scale, shades);
  const pixels = new Uint8Array(rows * columns);
  for (let i = 0; i < pixels.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) pixels[i] = 1 + Math.round(rangePosition(value, range) * (shown.length - 1));
  }
  const colors = shown.map(([red, green, blue]) => [red, green, blue, 255]);
  return encode({
    width: columns,
    height: rows,
    data: pixels,
    depth: 8,
    channels: 1,
    palette: [[0, 0, 0, 0], ...colors] as [number, number, number, number][],
  });
}

export function pngUri(png: Uint8Array): string {
  return `data:image/png;base64,${base64(png)}`;
}
