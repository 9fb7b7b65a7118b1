import { allocate } from "../../dtype.ts";
import { LayerbookError, ShapeError } from "../../errors.ts";
import { dataOf, Tensor } from "../../tensor.ts";
import type { Statistics } from "./normalize.ts";

/** Means and variances of channels, [channels] each, that last from batch to batch. */
export interface RunningStatistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/**
 * Both or, as null, neither. Throws ShapeError for one alone, LayerbookError for a tensor that requires a gradient:
 * none flows to running statistics, and they are given new numbers.
 */
export function runningStatistics(
  action: string,
  runningMean: Tensor | null,
  runningVar: Tensor | null,
): RunningStatistics | null {
  if (runningMean === null && runningVar === null) return null;
  if (runningMean === null || runningVar === null) {
    const [missing, other] =
      runningMean === null ? ["runningMean", "runningVar"] : ["runningVar", "runningMean"];
    throw new ShapeError(`Cannot ${action}: ${missing} is null, ${other} is not; give both or neither`);
  }
  for (const [name, tensor] of Object.entries({ runningMean, runningVar })) {
    if (!tensor.requiresGrad) continue;
    throw new LayerbookError(
      `Cannot ${action}: ${name} requires a gradient, and none flows to running statistics; make it without requiresGrad`,
    );
  }
  return { mean: runningMean, variance: runningVar };
}

/** Running statistics in the place of the input's own. */
export function givenStatistics({ mean, variance }: RunningStatistics): Statistics {
  return {
    mean: Float64Array.from(dataOf(mean)),
    variance: Float64Array.from(dataOf(variance)),
    given: true,
  };
}

/**
 * running = (1 - momentum) running + momentum new, for the mean and for the variance with divisor N - 1, where N is
 * the `count` of numbers that each of the new statistics was taken over. Those of several samples are averaged.
 */
export function updateRunning(
  { mean, variance }: RunningStatistics,
  found: Statistics,
  count: number,
  momentum: number,
): void {
  const newMean = blend(mean, found.mean, 1, momentum);
  const newVariance = blend(variance, found.variance, count / (count - 1), momentum);
  mean.assign(newMean);
  variance.assign(newVariance);
}

function blend(running: Tensor, found: Float64Array, factor: number, momentum: number): Tensor {
  const old = dataOf(running);
  const samples = found.length / old.length;
  const data = allocate(running.dtype, old.length);
  for (let channel = 0; channel < old.length; channel++) {
    let sum = 0;
    for (let group = channel; group < found.length; group += old.length) sum += found[group]!;
    data[channel] = (1 - momentum) * old[channel]! + (momentum * factor * sum) / samples;
  }
  return new Tensor(data, running.shape);
}

/** Throws ShapeError unless `momentum` is in 0..1, or null where that stands for an average over all batches. */
export function checkMomentum(action: string, momentum: number | null, cumulative: boolean): void {
  if (momentum === null ? cumulative : momentum >= 0 && momentum <= 1) return;
  const other = cumulative ? ", or null for the average over all batches" : "";
  throw new ShapeError(`Cannot ${action} with momentum ${momentum}: expected a number in 0..1${other}`);
}
