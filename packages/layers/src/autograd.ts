import type { TypedArray } from "./dtype.ts";
import { LayerbookError, ShapeError } from "./errors.ts";
import type { Shape } from "./shape.ts";
import { formatShape, sameShape } from "./shape.ts";
import { internals } from "./symbols.ts";
import { dataOf, isTensor, Tensor } from "./tensor.ts";
import { kindOf } from "./tensor-argument.ts";

/** The gradient with respect to one input, given the gradient with respect to the output. */
export type GradientRule = (gradient: Tensor) => Tensor;

/** One entry of the tape: an operation, what it read, and the rule for each thing it read. */
export interface Step {
  readonly name: string;
  /** null once `backward` has used it, so that the memory is free. */
  saved: {
    readonly inputs: readonly Tensor[];
    /** The inputs' numbers at the time: `assign` gives a tensor new ones, for which the rules would be wrong. */
    readonly data: readonly TypedArray[];
    readonly rules: readonly GradientRule[];
  } | null;
}

let recording = true;

/**
 * Runs `callback` without recording a history, and returns what it returns: no gradient flows through what
 * it computes.
 * Throws LayerbookError if the callback returns a promise: recording would be on again after its first await.
 *
 * @example
 * import { noGrad, ones } from "@layerbook/layers";
 * const x = ones([2], { requiresGrad: true });
 * noGrad(() => x.mul(2)).requiresGrad; // false
 */
export function noGrad<T>(callback: () => T): T {
  if (typeof callback !== "function") {
    throw new LayerbookError(
      `Cannot run noGrad with ${kindOf(callback)}: expected a function, such as noGrad(() => model.forward(input))`,
    );
  }
  const before = recording;
  recording = false;
  try {
    const result = callback();
    if (typeof (result as { then?: unknown } | null | undefined)?.then === "function") {
      throw new LayerbookError(
        "Cannot run noGrad with a callback that returns a Promise: gradients are recorded again after its first await; call noGrad around the synchronous parts",
      );
    }
    return result;
  } finally {
    recording = before;
  }
}

/**
 * The result of an operation: a tensor of `data` and `shape`, with the rule for the gradient of each input on
 * the tape if any of them requires one.
 */
export function record(
  name: string,
  inputs: readonly Tensor[],
  data: TypedArray,
  shape: Shape,
  rules: readonly GradientRule[],
): Tensor {
  const requiresGrad = recording && inputs.some((input) => input.requiresGrad);
  if (!requiresGrad) return new Tensor(data, shape);
  return new Tensor(data, shape, true, { name, saved: { inputs, data: inputs.map(dataOf), rules } });
}

/** See `Tensor.backward`. */
export function backward(output: Tensor, gradient?: Tensor): void {
  const seed = seedOf(output, gradient);
  const order = historyOf(output);
  const gradients = new Map<Tensor, Tensor>([[output, seed]]);
  noGrad(() => {
    for (const tensor of order) {
      const saved = tensor[internals].history?.saved;
      if (!saved) continue;
      const upstream = gradients.get(tensor)!;
      gradients.delete(tensor);
      for (const [i, input] of saved.inputs.entries()) {
        if (!input.requiresGrad) continue;
        const share = saved.rules[i]!(upstream);
        const sum = gradients.get(input);
        gradients.set(input, sum === undefined ? share : sum.add(share));
      }
    }
    // What is left belongs to leaves. Nothing has changed until here, so an error leaves no half of a result.
    for (const [leaf, share] of gradients) {
      const slot = leaf[internals];
      slot.gradient = slot.gradient === null ? share.detach() : slot.gradient.add(share);
    }
  });
  for (const tensor of order) {
    const { history } = tensor[internals];
    if (history !== null) history.saved = null;
  }
}

function seedOf(output: Tensor, gradient: Tensor | undefined): Tensor {
  if (!output.requiresGrad) {
    throw new LayerbookError(
      `Cannot run backward from ${formatShape(output.shape)}: nothing it was computed from was made with requiresGrad`,
    );
  }
  if (gradient === undefined) {
    if (output.numel() !== 1) {
      throw new ShapeError(
        `Cannot run backward from ${formatShape(output.shape)} without a gradient: only a tensor with one number needs none; reduce it with .sum() or .mean(), or pass a gradient of its shape`,
      );
    }
    return new Tensor(dataOf(output).slice().fill(1), output.shape);
  }
  if (!isTensor(gradient) || !sameShape(gradient.shape, output.shape) || gradient.dtype !== output.dtype) {
    const given = isTensor(gradient) ? `${gradient.dtype} ${formatShape(gradient.shape)}` : typeof gradient;
    throw new ShapeError(
      `Cannot run backward from ${output.dtype} ${formatShape(output.shape)} with gradient ${given}: shape and dtype must be the same`,
    );
  }
  return gradient.detach();
}

/** Every tensor that `output` was computed from and that needs a gradient, users before what they use. */
function historyOf(output: Tensor): Tensor[] {
  const finished: Tensor[] = [];
  const seen = new Set<Tensor>([output]);
  // A stack of its own: the history of a recurrent layer can be deeper than the call stack.
  const stack: { tensor: Tensor; next: number }[] = [{ tensor: output, next: 0 }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1]!;
    const { history } = top.tensor[internals];
    const inputs = history === null ? [] : top.next === 0 ? usableInputs(history) : history.saved!.inputs;
    const input = inputs[top.next++];
    if (input === undefined) {
      finished.push(top.tensor);
      stack.pop();
    } else if (input.requiresGrad && !seen.has(input)) {
      seen.add(input);
      stack.push({ tensor: input, next: 0 });
    }
  }
  return finished.reverse();
}

function usableInputs({ name, saved }: Step): readonly Tensor[] {
  if (saved === null) {
    throw new LayerbookError(
      `Cannot run backward through ${name} a second time: the first call released what it saved; compute the result again`,
    );
  }
  for (const [i, input] of saved.inputs.entries()) {
    if (dataOf(input) !== saved.data[i]) {
      throw new LayerbookError(
        `Cannot run backward through ${name}: its input ${formatShape(input.shape)} was assigned new numbers after the forward pass; compute the result again`,
      );
    }
  }
  return saved.inputs;
}
