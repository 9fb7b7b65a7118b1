import { ShapeError } from "@layerbook/layers";
import type { View } from "./view.ts";

/** Which part of a view is drawn and how it is laid out on the sheet, in cells. */
export interface Plan {
  readonly view: View;
  /** Each cell stands for factor x factor values. */
  readonly factor: number;
  /** Indices of the maps drawn, in the order drawn. */
  readonly tiles: readonly number[];
  /** How many of the view's frames are drawn, the first ones. */
  readonly frames: number;
  readonly tileRows: number;
  readonly tileColumns: number;
  /** Size of one map in cells. */
  readonly mapRows: number;
  readonly mapColumns: number;
  /** Empty cells above each row of tiles, for the maps' numbers; 0 where these stand elsewhere or there are none. */
  readonly labelRows: number;
  /** Maps too narrow for numbers of their own: that of each row's first map stands at its left. */
  readonly numbersAtLeft: boolean;
  /** Size of the sheet in cells, gutters included. */
  readonly rows: number;
  readonly columns: number;
}

/** The width that a sheet is laid out for, in CSS pixels; a figure that is drawn narrower scales. */
export const referenceWidth = 640;
const referenceHeight = 520;
/** The width of a picture below its heading, in CSS pixels. */
export const pictureWidth = 480;
const pictureHeight = 420;
/** A sheet with more cells than this along one side could not show them one by one. */
const mostCellsAlong = 720;
/** Maps are not pooled below this side: rather fewer maps than unreadable ones. */
const smallestPooledSide = 8;
/** The largest cell, in CSS pixels. */
const largestCell = 44;
const largestPictureCell = 40;
/** Above this a slider gets slow. */
const mostFrames = 300;
const labelHeight = 16;
/** A map's number above it needs so many pixels in a figure of the reference width. */
const narrowestLabelled = 32;

/**
 * The plan that shows most within `budget` bytes, where a cell of a frame takes `bytesPerCell`: first maps are pooled,
 * then channels left out, then frames.
 */
export function planSheet(
  view: View,
  channels: readonly number[] | undefined,
  budget: number,
  bytesPerCell: number,
): Plan {
  const wanted = wantedTiles(view, channels);
  const fits = (plan: Plan): boolean =>
    plan.rows * plan.columns * plan.frames * bytesPerCell <= budget &&
    plan.rows <= mostCellsAlong &&
    plan.columns <= mostCellsAlong;
  const frames = Math.min(view.frames, mostFrames);
  const smaller = Math.min(view.height, view.width);
  let factor = 1;
  let plan = layOut(view, wanted, frames, factor);
  while (!fits(plan) && (smaller / (factor + 1) >= smallestPooledSide || wanted.length === 1)) {
    if (plan.mapRows === 1 && plan.mapColumns === 1) break;
    factor += 1;
    plan = layOut(view, wanted, frames, factor);
  }
  while (!fits(plan) && plan.tiles.length > 16) {
    plan = layOut(view, wanted.slice(0, Math.floor(plan.tiles.length * 0.9)), frames, factor);
  }
  while (!fits(plan) && plan.frames > 1) {
    plan = layOut(view, plan.tiles, Math.max(1, Math.floor(plan.frames * 0.9)), factor);
  }
  while (!fits(plan) && (plan.mapRows > 1 || plan.mapColumns > 1)) {
    factor += 1;
    plan = layOut(view, plan.tiles, plan.frames, factor);
  }
  return plan;
}

/** All tiles, or those of the channels asked for; in a grid of kernels a channel is a row. */
function wantedTiles(view: View, channels: readonly number[] | undefined): readonly number[] {
  const channelCount = view.grid?.rows ?? view.tiles;
  for (const channel of channels ?? []) {
    if (!Number.isInteger(channel) || channel < 0 || channel >= channelCount) {
      throw new ShapeError(
        `Cannot draw channel ${channel}: expected whole numbers from 0 to ${channelCount - 1} in the option channels`,
      );
    }
  }
  if (!channels || channels.length === 0) return Array.from({ length: view.tiles }, (_, i) => i);
  const { grid } = view;
  if (!grid) return channels;
  return channels.flatMap((row) => Array.from({ length: grid.columns }, (_, i) => row * grid.columns + i));
}

function layOut(view: View, tiles: readonly number[], frames: number, factor: number): Plan {
  const mapRows = Math.ceil(view.height / factor);
  const mapColumns = Math.ceil(view.width / factor);
  const tileColumns = view.grid?.columns ?? columnsFor(tiles.length, mapRows + 1, mapColumns + 1);
  const tileRows = Math.ceil(tiles.length / tileColumns);
  const columns = tileColumns * (mapColumns + 1) - 1;
  const bareRows = tileRows * (mapRows + 1) - 1;
  const cell = cellSize(bareRows, columns);
  const numbered = tiles.length > 1 && !view.grid;
  const numbersAtLeft = numbered && mapColumns * cell < narrowestLabelled;
  const labelRows = numbered && !numbersAtLeft ? Math.max(1, Math.ceil(labelHeight / cell)) : 0;
  const rows = labelRows > 0 ? tileRows * (mapRows + labelRows) : bareRows;
  return {
    view,
    factor,
    tiles,
    frames,
    tileRows,
    tileColumns,
    mapRows,
    mapColumns,
    labelRows,
    numbersAtLeft,
    rows,
    columns,
  };
}

/** Side of one cell in CSS pixels when the sheet is drawn at its reference size. */
export function cellSize(rows: number, columns: number): number {
  return Math.min(largestCell, referenceWidth / columns, referenceHeight / rows);
}

/** The same in a picture: narrower, so that its text can still be read when a telephone shrinks it. */
export function pictureCell(rows: number, columns: number): number {
  return Math.min(largestPictureCell, pictureWidth / columns, pictureHeight / rows);
}

/** Up to this many maps stand in one row. */
const mostInOneRow = 4;

/** Tiles in a row, so that the sheet is about 4 to 3; a divisor of the number of tiles where one is near. */
function columnsFor(tiles: number, height: number, width: number): number {
  if (tiles <= mostInOneRow && height < 2 * width) return tiles;
  const ideal = Math.sqrt((tiles * height * 4) / (width * 3));
  const exact = Array.from({ length: tiles }, (_, i) => i + 1).filter(
    (columns) => tiles % columns === 0 && columns >= ideal * 0.7 && columns <= ideal * 1.5,
  );
  const nearest = exact.sort((a, b) => Math.abs(a - ideal) - Math.abs(b - ideal))[0];
  return nearest ?? Math.min(tiles, Math.max(1, Math.round(ideal)));
}

/** First row and column, in cells, of the `place`-th tile. */
export function tileOrigin(plan: Plan, place: number): { readonly row: number; readonly column: number } {
  const tileRow = Math.floor(place / plan.tileColumns);
  const gap = plan.labelRows > 0 ? plan.labelRows : 1;
  return {
    row: tileRow * (plan.mapRows + gap) + plan.labelRows,
    column: (place % plan.tileColumns) * (plan.mapColumns + 1),
  };
}

/** What was left out, in words; empty when all is drawn. */
export function omissions(plan: Plan): string[] {
  const { view } = plan;
  const said: string[] = [];
  if (plan.factor > 1) {
    said.push(`each cell is the value of largest size of ${plan.factor} x ${plan.factor}`);
  }
  if (plan.tiles.length < view.tiles) said.push(`${plan.tiles.length} of ${view.tiles} ${view.noun}s`);
  if (plan.frames < view.frames) said.push(`the first ${plan.frames} of ${view.frames} steps of the slider`);
  return said;
}
