import { ShapeError } from "../errors.ts";

/** Throws ShapeError unless `index` is one of the `count` things, counted from 0, that a trace can follow. */
export function checkTraced(what: string, index: number, count: number, owner: string): void {
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new ShapeError(`Cannot trace ${what} ${index}: ${owner} has ${count}, counted from 0`);
  }
}
