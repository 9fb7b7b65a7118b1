import type { DType } from "./dtype.ts";
import type { Module } from "./module.ts";
import type { Shape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";
import { isTensor } from "./tensor.ts";

/** Called after a forward pass with the module that ran, its input and what it gave. */
export type ForwardHook = (module: Module, input: Tensor, output: unknown) => void;

/** A tensor that a module gave, without its numbers. */
export interface OutputShape {
  /** "" where the module gave one tensor, else its name: `hn`. */
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
}

type Forward = Module["forward"];

const hooks = new WeakMap<Module, Set<ForwardHook>>();
const outputs = new WeakMap<Module, readonly OutputShape[]>();
/** The functions that tell who listens. */
const telling = new WeakSet<Forward>();
/** A module's own property `forward` that does not tell, for as long as anyone listens. */
const replaced = new WeakMap<Module, PropertyDescriptor>();

/**
 * Has the module remember what its forward passes give: an own property stands before the class's method, out of sight.
 * A `forward` that the module itself is given later, as a field or by assignment, takes its place.
 */
export function watchForward(module: Module): void {
  // Looked up at each call, for a class whose method is replaced.
  standBefore(module, () => (Object.getPrototypeOf(module) as Module).forward);
}

/** What the last forward pass gave; undefined before the first. */
export function lastOutputs(module: Module): readonly OutputShape[] | undefined {
  return outputs.get(module);
}

/** The tensors in what a module gave: itself, or those of an object by their names. */
export function outputShapes(output: unknown): OutputShape[] {
  if (isTensor(output)) return [{ name: "", shape: output.shape, dtype: output.dtype }];
  const named = typeof output === "object" && output !== null ? Object.entries(output) : [];
  return named
    .filter((entry): entry is [string, Tensor] => isTensor(entry[1]))
    .map(([name, { shape, dtype }]) => ({ name, shape, dtype }));
}

/** Calls `hook` after each forward pass of this one module, until the returned function is called. */
export function listen(module: Module, hook: ForwardHook): () => void {
  const listeners = hooks.get(module) ?? new Set();
  hooks.set(module, listeners);
  if (!telling.has(module.forward)) {
    // A forward of the module's own knows of no listeners. It comes back when the last of them goes.
    const { forward } = module;
    replaced.set(module, Object.getOwnPropertyDescriptor(module, "forward")!);
    standBefore(module, () => forward);
  }
  // Wrapped, so that the same function can listen twice and each be ended by itself.
  const listener: ForwardHook = (...seen) => hook(...seen);
  listeners.add(listener);
  return () => {
    if (!listeners.delete(listener) || listeners.size > 0) return;
    const own = replaced.get(module);
    if (own === undefined) return;
    replaced.delete(module);
    Object.defineProperty(module, "forward", own);
  };
}

function standBefore(module: Module, forward: () => Forward): void {
  const tell = (input: Tensor, ...more: readonly unknown[]): unknown => {
    const output = forward().call(module, input, ...more);
    outputs.set(module, outputShapes(output));
    for (const listener of hooks.get(module) ?? []) listener(module, input, output);
    return output;
  };
  telling.add(tell);
  Object.defineProperty(module, "forward", { configurable: true, writable: true, value: tell });
}
