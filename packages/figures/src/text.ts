import type { ColorRange } from "./colors.ts";
import { rangePosition } from "./colors.ts";
import { formatNumber, shareOf } from "./numbers.ts";
import { poolMap } from "./pool.ts";
import { statistics } from "./statistics.ts";
import type { View } from "./view.ts";

const mostTableRows = 12;
const mostTableColumns = 10;
const shades = " ░▒▓█";
const pictureColumns = 48;
const pictureRows = 16;

/** Numbers in aligned columns. */
export function textTable(values: ArrayLike<number>, offset: number, height: number, width: number): string {
  const texts = Array.from({ length: height * width }, (_, i) => formatNumber(values[offset + i]!));
  const widths = Array.from({ length: width }, (_, c) =>
    Math.max(...Array.from({ length: height }, (_, r) => texts[r * width + c]!.length)),
  );
  return Array.from({ length: height }, (_, r) =>
    widths.map((size, c) => texts[r * width + c]!.padStart(size)).join("  "),
  ).join("\n");
}

/** The first map of a view in characters: a table when small, else shades from the range's low end to its high end. */
export function textPicture(
  values: ArrayLike<number>,
  view: View,
  range: ColorRange,
  pool: typeof poolMap = poolMap,
): string {
  if (view.height <= mostTableRows && view.width <= mostTableColumns) {
    return textTable(values, 0, view.height, view.width);
  }
  // A character is about twice as high as it is wide, so that two columns stand for one cell.
  const factor = Math.max(
    1,
    Math.ceil(view.width / (pictureColumns / 2)),
    Math.ceil(view.height / pictureRows),
  );
  const map = pool(values, 0, view.height, view.width, factor);
  return Array.from({ length: map.rows }, (_, r) =>
    Array.from({ length: map.columns }, (_, c) => shade(map.values[r * map.columns + c]!, range).repeat(2))
      .join("")
      .trimEnd(),
  ).join("\n");
}

function shade(value: number, range: ColorRange): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "?" : "!";
  return shades[Math.round(rangePosition(value, range) * (shades.length - 1))]!;
}

const blocks = "▁▂▃▄▅▆▇█";
const mostBlocks = 64;

/** Numbers as a line of at most 64 blocks, each as high as the mean of its share; "?" where none is finite. */
export function sparkline(values: ArrayLike<number>): string {
  const all = Float64Array.from(values);
  const columns = Math.min(mostBlocks, all.length);
  const means = Array.from({ length: columns }, (_, i) => {
    const [start, end] = [i, i + 1].map((edge) => Math.floor((edge * all.length) / columns));
    return statistics(all.subarray(start, end)).mean;
  });
  const { min, max } = statistics(means);
  return means
    .map((mean) =>
      Number.isNaN(mean) ? "?" : blocks[max > min ? Math.round(shareOf(mean, min, max) * 7) : 0]!,
    )
    .join("");
}
