import { LayerbookError, ShapeError } from "../errors.ts";
import { isModule, Module } from "../module.ts";
import { flatten } from "../operations/movement.ts";
import type { Parameter } from "../parameter.ts";
import { isIterable, isParameter } from "../parameter.ts";
import { formatShape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { isTensor } from "../tensor.ts";
import { checkTensors, kindOf } from "../tensor-argument.ts";

/**
 * Modules one after the other: each gets what the one before it gave. They are named 0, 1, 2, ...
 * Throws LayerbookError for what is no module.
 *
 * @example
 * import { Linear, ReLU, Sequential, zeros } from "@layerbook/layers";
 * const net = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 2));
 * net.forward(zeros([3, 4])).shape; // [3, 2]
 * net.namedParameters().map(([name]) => name); // ["0.weight", "0.bias", "2.weight", "2.bias"]
 */
export class Sequential extends Module {
  readonly layers: readonly Module[];

  constructor(...layers: Module[]) {
    super();
    for (const [i, layer] of layers.entries()) {
      if (isModule(layer)) continue;
      const hint = Array.isArray(layer) ? "; spread the array: new Sequential(...layers)" : "";
      throw new LayerbookError(
        `Cannot make a Sequential with ${kindOf(layer)} as layer ${i}: expected modules, such as new ReLU()${hint}`,
      );
    }
    this.layers = layers;
  }

  /** Throws ShapeError if a layer gives anything but one tensor. */
  override forward(input: Tensor): Tensor {
    checkTensors("run a Sequential", { input });
    let value = input;
    for (const [i, layer] of this.layers.entries()) {
      const output = layer.forward(value);
      if (!isTensor(output)) {
        const given =
          typeof output === "object" && output !== null
            ? `{ ${Object.keys(output).join(", ")} }`
            : typeof output;
        throw new ShapeError(
          `Cannot pass on what layer ${i}, ${layer.constructor.name}, gives: expected one tensor, got ${given}; write a Module of your own that gives the one to pass on`,
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

/**
 * Parameters with numbers for names: `0`, `1`, ... An array of parameters that is a module's property belongs to it just
 * as well; this is for those who know the name from PyTorch, or want its text.
 * Throws LayerbookError for what is no parameter.
 *
 * @example
 * import { ones, Parameter, ParameterList, zeros } from "@layerbook/layers";
 * const list = new ParameterList([new Parameter(ones([2])), new Parameter(zeros([3]))]);
 * list.namedParameters().map(([name, { shape }]) => `${name}: ${shape}`); // ["0: 2", "1: 3"]
 */
export class ParameterList extends Module {
  readonly [index: number]: Parameter;

  constructor(parameters: Iterable<Parameter>) {
    super();
    if (!isIterable(parameters)) {
      throw new LayerbookError(
        `Cannot make a ParameterList with ${kindOf(parameters)}: expected an array of parameters, such as [new Parameter(zeros([3]))]`,
      );
    }
    const list = [...parameters];
    for (const [i, parameter] of list.entries()) {
      if (isParameter(parameter)) continue;
      const given = isTensor(parameter) ? "a tensor that is not learnt" : typeof parameter;
      throw new LayerbookError(
        `Cannot make a ParameterList with ${given} as number ${i}: expected parameters, such as new Parameter(zeros([3]))`,
      );
    }
    Object.assign(this, list);
  }

  /** How many there are. */
  get length(): number {
    return Object.keys(this).length;
  }

  [Symbol.iterator](): Iterator<Parameter> {
    return Object.values(this)[Symbol.iterator]();
  }

  /** Throws LayerbookError: a list computes nothing. */
  override forward(): never {
    throw new LayerbookError(
      "Cannot run a ParameterList: read its parameters, list[0] and so on, in forward of the module that owns it",
    );
  }

  override describe(): string {
    return Array.from(this, ({ shape }) => formatShape(shape)).join(", ");
  }
}

/**
 * Gives its input unchanged.
 *
 * @example
 * import { Identity, tensor } from "@layerbook/layers";
 * new Identity().forward(tensor([1, 2])); // [1, 2]
 */
export class Identity extends Module {
  override forward(input: Tensor): Tensor {
    return input;
  }
}

/**
 * The axes from `startDim` to `endDim` as one: by default all but the batch, [batch, ...] to [batch, features].
 * Throws ShapeError for an input that has no such axes.
 *
 * @example
 * import { Flatten, zeros } from "@layerbook/layers";
 * new Flatten().forward(zeros([4, 8, 2, 2])).shape; // [4, 32]
 */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor(startDim = 1, endDim = -1) {
    super();
    this.startDim = startDim;
    this.endDim = endDim;
  }

  override forward(input: Tensor): Tensor {
    checkTensors("flatten", { input });
    return flatten(input, this.startDim, this.endDim);
  }

  override describe(): string {
    return `${this.startDim}, ${this.endDim}`;
  }
}
