import { LayerbookError, ShapeError } from "../errors.ts";
import { isModule, Module } from "../module.ts";
import { flatten } from "../operations/movement.ts";
import type { Tensor } from "../tensor.ts";
import { isTensor } from "../tensor.ts";

/** Modules one after the other: each gets what the one before it gave. They are named 0, 1, 2, ... */
export class Sequential extends Module {
  readonly layers: readonly Module[];

  constructor(...layers: Module[]) {
    super();
    for (const [i, layer] of layers.entries()) {
      if (isModule(layer)) continue;
      throw new LayerbookError(
        `Cannot make a Sequential with ${typeof layer} as layer ${i}: expected modules, such as new ReLU()`,
      );
    }
    this.layers = layers;
  }

  /** Throws ShapeError if a layer before the last gives anything but a tensor. */
  override forward(input: Tensor): Tensor {
    let value = input;
    for (const [i, layer] of this.layers.entries()) {
      const output = layer.forward(value);
      if (!isTensor(output)) {
        throw new ShapeError(
          `Cannot pass on what layer ${i}, ${layer.constructor.name}, gives: expected one tensor; write a Module of your own to take it apart`,
        );
      }
      value = output;
    }
    return value;
  }

  override namedChildren(): readonly (readonly [string, Module])[] {
    return this.layers.map((layer, i) => [String(i), layer]);
  }
}

/** Gives its input unchanged. */
export class Identity extends Module {
  override forward(input: Tensor): Tensor {
    return input;
  }
}

/** The axes from `startDim` to `endDim` as one: by default all but the batch. */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor(startDim = 1, endDim = -1) {
    super();
    this.startDim = startDim;
    this.endDim = endDim;
  }

  override forward(input: Tensor): Tensor {
    return flatten(input, this.startDim, this.endDim);
  }

  override describe(): string {
    return `${this.startDim}, ${this.endDim}`;
  }
}
