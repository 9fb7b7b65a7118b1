import { full, stack, type Tensor } from "@layerbook/layers";
import { type Axis, countedAxis, logAxis } from "./axis.ts";
import { float64 } from "./single-unit.ts";
import { statistics } from "./statistics.ts";
import type { Points } from "./sweep.ts";

/** A state after 0, 1, 2, ... steps, and the derivative of each by the first. */
export interface ThroughTime {
  readonly states: readonly number[];
  readonly derivatives: readonly number[];
}

/** Gives the state at the end of each sequence of a batch, [1, batch, 1]. */
type Run = (batch: Tensor, first: Tensor, lengths: readonly number[]) => Tensor;

/**
 * Runs a layer of one unit over a sequence [steps, features]. The batch has it once for each number of steps, and ends it there,
 * so that one backward pass gives every derivative.
 */
export function throughTime(sequence: Tensor, state: number, run: Run): ThroughTime {
  const steps = sequence.shape[0]!;
  if (steps === 0) return { states: [state], derivatives: [1] };
  const lengths = Array.from({ length: steps }, (_, i) => i + 1);
  const batch = stack(
    lengths.map(() => sequence),
    1,
  );
  const first = full([1, steps, 1], state, { requiresGrad: true, ...float64 });
  const last = run(batch, first, lengths);
  last.sum().backward();
  return {
    states: [state, ...last.toTypedArray()],
    derivatives: [1, ...first.grad!.toTypedArray()],
  };
}

/** The steps 0, 1, ..., of which `axis` is at the bottom. */
export function stepAxis(steps: number): { readonly x: readonly number[]; readonly axis: Axis } {
  return { x: Array.from({ length: steps + 1 }, (_, i) => i), axis: countedAxis(0, steps) };
}

/** What is smaller has vanished: an axis that went down to it would press all else together. */
const smallest = 1e-6;

/** A logarithmic axis for the sizes of all `derivatives`. */
export function sizeAxis(derivatives: readonly number[]): Axis {
  const { max, min } = statistics(derivatives.map(Math.abs).filter((size) => size > 0));
  // Room above 1, where the line of what does not fade would lie on the edge.
  return logAxis(Math.max(smallest, min || 1), Math.max(2, max || 1));
}

/** The sizes of derivatives over steps, as a line that ends where it leaves the axis at the lower end. */
export function sizeLine(x: readonly number[], derivatives: readonly number[], axis: Axis): Points {
  const sizes = derivatives.map(Math.abs);
  // Of nothing at all there is no logarithm: it lies far below.
  const heights = sizes.map((size) => Math.max(-1e3, axis.position(size)));
  const points = sizes.flatMap((size, i) => {
    const [before, here] = [heights[i - 1] ?? heights[i]!, heights[i]!];
    const own = here < 0 ? [] : [[x[i]!, size]];
    if (before < 0 === here < 0) return own;
    const edge = [x[i - 1]! + (before / (before - here)) * (x[i]! - x[i - 1]!), axis.low];
    const gap = before < 0 ? [[Number.NaN, Number.NaN]] : [];
    return [...gap, edge, ...own];
  });
  return { x: points.map(([step]) => step!), y: points.map(([, size]) => size!) };
}
