import { noGrad } from "./autograd.ts";
import { zeros } from "./creation.ts";
import type { Displayed } from "./display.ts";
import { makeDisplayed } from "./display.ts";
import type { DType } from "./dtype.ts";
import { checkDType } from "./dtype.ts";
import { FormatError, LayerbookError } from "./errors.ts";
import type { ForwardHook, OutputShape } from "./forward.ts";
import { lastOutputs, listen, watchForward } from "./forward.ts";
import { to } from "./operations/elementwise.ts";
import { checkOptions } from "./options.ts";
import type { Parameter } from "./parameter.ts";
import { isParameter } from "./parameter.ts";
import type { Shape } from "./shape.ts";
import { formatShape, sameShape } from "./shape.ts";
import { moduleSummary, moduleText } from "./summary.ts";
import { internals, kind } from "./symbols.ts";
import type { Tensor } from "./tensor.ts";
import { dataOf, isTensor } from "./tensor.ts";
import { kindOf } from "./tensor-argument.ts";

/** Parameters and other lasting tensors by PyTorch's names: `0.weight`, `running_mean`. */
export type StateDict = ReadonlyMap<string, Tensor>;

export interface Module extends Displayed<"module"> {}

/**
 * A layer, or a network of layers: what it computes is `forward`, what it learns are its parameters.
 *
 * Parameters, tensors and modules that are public properties belong to it, in the order they were set, and
 * those in arrays too, as in PyTorch's ModuleList: `blocks.0`. In state dictionaries `runningMean` is called `running_mean`, as in PyTorch.
 *
 *     class Net extends Module {
 *       readonly hidden = new Linear(64, 32);
 *       readonly output = new Linear(32, 10);
 *       forward(x: Tensor): Tensor {
 *         return this.output.forward(this.hidden.forward(x).relu());
 *       }
 *     }
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: isolated declarations allow these names in an interface only.
export abstract class Module {
  #training = true;

  constructor() {
    watchForward(this);
  }

  /** What the module computes. */
  abstract forward(input: Tensor, ...more: readonly unknown[]): unknown;

  /** Whether the module behaves as it should while it learns; see `train` and `eval`. True at first. */
  get training(): boolean {
    return this.#training;
  }

  /** The modules directly inside, with their names. */
  namedChildren(): readonly (readonly [string, Module])[] {
    return membersOf(this).filter(isNamedModule);
  }

  /** This module, under the name "", and every module inside it, each before those inside it and named once. */
  namedModules(): readonly (readonly [string, Module])[] {
    const seen = new Set<Module>();
    return everyModule(this).filter(([, module]) => !seen.has(module) && seen.add(module) !== undefined);
  }

  /** Everything that is learnt, here and inside. A parameter that is used twice is named once. */
  namedParameters(): readonly (readonly [string, Parameter])[] {
    const seen = new Set<Parameter>();
    return namedTensors(this).filter(
      (entry): entry is [string, Parameter] =>
        isParameter(entry[1]) && !seen.has(entry[1]) && seen.add(entry[1]) !== undefined,
    );
  }

  /** Everything that is learnt, here and inside, in the order of `namedParameters`. */
  parameters(): readonly Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** A snapshot of every parameter and other tensor, here and inside, by name. */
  stateDict(): StateDict {
    return new Map(namedTensors(this).map(([name, tensor]) => [name, tensor.detach()]));
  }

  /**
   * Gives every parameter and other tensor the numbers that `state` has under its name, in its own dtype.
   * Throws FormatError that lists every name that is missing or unexpected (unless `strict` is false) and every
   * shape that differs; nothing is changed then.
   */
  loadStateDict(
    state: StateDict | Readonly<Record<string, Tensor>>,
    options: { readonly strict?: boolean } = {},
  ): void {
    const action = `load the state of ${this.constructor.name}`;
    checkOptions(action, options);
    const { strict = true } = options;
    if (typeof state !== "object" || state === null || Array.isArray(state) || isTensor(state)) {
      throw new FormatError(
        `Cannot ${action} from ${kindOf(state)}: expected tensors by name, such as stateDict() gives`,
      );
    }
    const given: StateDict = state instanceof Map ? state : new Map(Object.entries(state));
    const own = new Map(namedTensors(this));
    const problems: string[] = [];
    if (strict) {
      for (const name of own.keys()) if (!given.has(name)) problems.push(`${name} is missing`);
      for (const name of given.keys()) if (!own.has(name)) problems.push(`${name} is unexpected`);
    }
    for (const [name, tensor] of own) {
      const values = given.get(name);
      if (values === undefined) continue;
      if (!isTensor(values)) problems.push(`${name} is no tensor`);
      else if (!sameShape(values.shape, tensor.shape)) {
        problems.push(
          `${name} has shape ${formatShape(values.shape)}, expected ${formatShape(tensor.shape)}`,
        );
      }
    }
    if (problems.length > 0) {
      throw new FormatError(`Cannot ${action}: ${problems.join("; ")}`);
    }
    const converted = [...own].map(([name, tensor]) => [tensor, given.get(name)?.to(tensor.dtype)] as const);
    for (const [tensor, values] of converted)
      if (values !== undefined) tensor[internals].data = dataOf(values);
  }

  /** Turns every floating-point parameter and tensor, here and inside, into `dtype`, in place; gradients are dropped. */
  to(dtype: DType): this {
    checkDType(dtype);
    if (dtype === "int32") {
      throw new FormatError(
        `Cannot turn ${this.constructor.name} into int32: expected "float32" or "float64"`,
      );
    }
    for (const [, tensor] of namedTensors(this)) {
      if (tensor.dtype === "int32") continue;
      tensor[internals].data = dataOf(to(tensor.detach(), dtype));
      tensor[internals].gradient = null;
    }
    return this;
  }

  /** Puts this module and all inside it into training mode, or out of it. */
  train(mode = true): this {
    this.#training = mode;
    for (const [, child] of this.namedChildren()) child.train(mode);
    return this;
  }

  /** Puts this module and all inside it into the mode for use: `train(false)`. */
  eval(): this {
    return this.train(false);
  }

  /** Drops the gradients of all parameters. */
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter[internals].gradient = null;
  }

  /**
   * A table of the layers, their output shapes and how many numbers they learn, found by a forward pass in evaluation
   * mode: on zeros of each shape, or on the tensors given, where zeros would not do. Throws what that pass throws.
   */
  summary(...inputs: readonly (Shape | Tensor)[]): string {
    const outputs = new Map<Module, unknown>();
    const modes = this.namedModules().map(([, module]) => [module, module.training] as const);
    const dtype = this.parameters()[0]?.dtype ?? "float32";
    const given = inputs.map((input) => (isTensor(input) ? input : zeros(input, { dtype })));
    const stop = this.onForward((module, _, output) => outputs.set(module, output));
    try {
      this.eval();
      noGrad(() => this.forward(...(given as [Tensor, ...Tensor[]])));
    } finally {
      stop();
      // A module's own mode last: setting it sets those inside too.
      for (const [module, mode] of modes) module.train(mode);
    }
    return moduleSummary(this, outputs);
  }

  /**
   * Calls `hook` after each forward pass of this module and of every module that is inside it now.
   * Returns a function that ends it.
   */
  onForward(hook: ForwardHook): () => void {
    if (typeof hook !== "function") {
      throw new LayerbookError(
        `Cannot listen to ${this.constructor.name} with ${kindOf(hook)}: expected a function of module, input and output`,
      );
    }
    const stops = this.namedModules().map(([, module]) => listen(module, hook));
    return () => {
      for (const stop of stops) stop();
    };
  }

  /**
   * The shapes of the tensors that the last forward pass gave; undefined before the first. Only shapes are kept: no
   * tensor stays alive for it.
   */
  get outputShapes(): readonly OutputShape[] | undefined {
    return lastOutputs(this);
  }

  /** What stands between the brackets in the module's text: `3, 8, kernelSize: 3`. */
  describe(): string {
    return "";
  }
}

makeDisplayed(Module.prototype, "module", moduleText);

/** Whether `value` is a module, of this copy of the package or of another. */
export function isModule(value: unknown): value is Module {
  return typeof value === "object" && value !== null && (value as Partial<Module>)[kind] === "module";
}

/** The public properties, an array's items each under a name of its own: `blocks.0`. */
function membersOf(module: Module): (readonly [string, unknown])[] {
  return Object.entries(module).flatMap(([name, value]): (readonly [string, unknown])[] =>
    Array.isArray(value) ? value.map((item, i) => [`${name}.${i}`, item]) : [[name, value]],
  );
}

function isNamedModule(entry: readonly [string, unknown]): entry is readonly [string, Module] {
  return isModule(entry[1]);
}

/**
 * The module and those inside it, one that is used twice under each of its names.
 * Throws LayerbookError for a module that is inside itself.
 */
function everyModule(module: Module, prefix = "", outer: readonly Module[] = []): [string, Module][] {
  if (outer.includes(module)) {
    throw new LayerbookError(
      `Cannot list the modules of ${outer[0]!.constructor.name}: ${prefix} is inside itself`,
    );
  }
  const inside = module
    .namedChildren()
    .flatMap(([name, child]) =>
      everyModule(child, prefix === "" ? name : `${prefix}.${name}`, [...outer, module]),
    );
  return [[prefix, module], ...inside];
}

/** Every tensor of the module and of those inside it, by PyTorch's names. */
function namedTensors(module: Module): [string, Tensor][] {
  return everyModule(module).flatMap(([prefix, owner]) =>
    membersOf(owner)
      .filter((entry): entry is readonly [string, Tensor] => isTensor(entry[1]))
      .map(([name, tensor]): [string, Tensor] => [
        snakeCase(prefix === "" ? name : `${prefix}.${name}`),
        tensor,
      ]),
  );
}

/** `layers.0.runningMean` as `layers.0.running_mean`. */
function snakeCase(name: string): string {
  return name.replace(
    /(?<=[a-z0-9])[A-Z]+(?![a-z])|(?<=[a-z0-9])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])/g,
    (capitals) => `_${capitals.toLowerCase()}`,
  );
}
