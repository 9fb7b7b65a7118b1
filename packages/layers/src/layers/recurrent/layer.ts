import { noGrad } from "../../autograd.ts";
import type { DType } from "../../dtype.ts";
import { checkFloatDType } from "../../dtype.ts";
import { ShapeError } from "../../errors.ts";
import { uniformByFanIn } from "../../initial/fan-in.ts";
import { Module } from "../../module.ts";
import type { Parameter } from "../../parameter.ts";
import type { RandomGenerator } from "../../random.ts";
import { checkRange, wholeAboveZero, zeroToOne } from "../../range.ts";
import type { Shape } from "../../shape.ts";
import { checkShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { dropout } from "../dropout/dropout.ts";
import type { Recurrence, RecurrentWeights } from "./recurrence.ts";
import type { RecurrentSizes } from "./shape.ts";
import { checkGiven, recurrentShape } from "./shape.ts";
import type { Stack, StackOutput, Watch } from "./stack.ts";
import { runStack } from "./stack.ts";
import type { Followed, RecurrentTraceOptions } from "./trace.ts";
import { checkFollowed } from "./trace.ts";

/** What may be chosen of every recurrent layer. */
export interface RecurrentOptions {
  /** How many layers are stacked, each reading the output of the one before; 1 by default. */
  readonly numLayers?: number;
  /** Whether learnt numbers are added in each gate; true by default. */
  readonly bias?: boolean;
  /** Whether input and output are [batch, steps, features]; false by default, [steps, batch, features]. */
  readonly batchFirst?: boolean;
  /** With which probability, in 0..1, each number between two layers is dropped while training; 0 by default. */
  readonly dropout?: number;
  /** Whether each layer also reads the sequence from its end; false by default. */
  readonly bidirectional?: boolean;
  /** `float32` by default. */
  readonly dtype?: DType;
  /** Where initial values, and what is dropped while training, come from. */
  readonly generator?: RandomGenerator;
}

/** What a recurrent layer may be given beside its input. */
export interface RecurrentState {
  /** [numLayers * directions, batch, hiddenSize], layer by layer, forward before reverse; zeros by default. */
  readonly h0?: Tensor;
  /** How many steps each sequence of the batch has, from 1; all of them by default. */
  readonly lengths?: readonly number[];
}

/** What `RNN` and `GRU` give. */
export interface RecurrentOutput {
  /** h after each step: [steps, batch, directions * hiddenSize], or in the input's form. 0 past a sequence's end. */
  readonly output: Tensor;
  /** h at each sequence's end, or in reverse at its start: [numLayers * directions, batch, hiddenSize]. */
  readonly hn: Tensor;
}

/** What `RNN`, `GRU` and `LSTM` have in common: all but what a step computes. */
export abstract class RecurrentLayer extends Module {
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly numLayers: number;
  readonly batchFirst: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;
  /**
   * What each layer learns: `weightIhL0`, `weightHhL0`, `biasIhL0`, `biasHhL0`, and the same ending in `Reverse` for the
   * other direction. In state dictionaries they have PyTorch's names, `weight_ih_l0_reverse`.
   */
  readonly [name: `${"weight" | "bias"}${"Ih" | "Hh" | "Hr"}L${number}${"" | "Reverse"}`]: Parameter;
  readonly #recurrence: Recurrence;
  readonly #generator: RandomGenerator | undefined;

  constructor(
    recurrence: Recurrence,
    inputSize: number,
    hiddenSize: number,
    { projSize = 0, ...options }: RecurrentOptions & { readonly projSize?: number },
  ) {
    super();
    const { numLayers = 1, bias = true, batchFirst = false, dropout = 0, bidirectional = false } = options;
    const action = `make ${recurrence.name.toUpperCase()}(${inputSize}, ${hiddenSize})`;
    checkRange(action, { inputSize, hiddenSize, numLayers }, wholeAboveZero);
    checkFloatDType(action, options.dtype);
    checkDropout(action, dropout, numLayers);
    this.inputSize = inputSize;
    this.hiddenSize = hiddenSize;
    this.numLayers = numLayers;
    this.batchFirst = batchFirst;
    this.dropout = dropout;
    this.bidirectional = bidirectional;
    this.#recurrence = recurrence;
    this.#generator = options.generator;

    const directions = bidirectional ? 2 : 1;
    const outputSize = projSize || hiddenSize;
    const rows = recurrence.gates * hiddenSize;
    const weights: [string, Shape][] = [];
    for (let layer = 0; layer < numLayers; layer++) {
      const features = layer === 0 ? inputSize : directions * outputSize;
      for (let direction = 0; direction < directions; direction++) {
        const place = placeOf(layer, direction === 1);
        const shapes: Readonly<Record<string, Shape>> = {
          [`weightIh${place}`]: [rows, features],
          [`weightHh${place}`]: [rows, outputSize],
          ...(bias && { [`biasIh${place}`]: [rows], [`biasHh${place}`]: [rows] }),
          ...(projSize > 0 && { [`weightHr${place}`]: [projSize, hiddenSize] }),
        };
        weights.push(...Object.entries(shapes));
      }
    }
    // Every shape first: one that is too large shall be refused before a number is drawn for another.
    for (const [, shape] of weights) checkShape(shape);
    for (const [name, shape] of weights) Reflect.set(this, name, uniformByFanIn(shape, hiddenSize, options));
  }

  /** `forward` of every kind; `watch` sees what each layer computes in each direction. */
  protected run(input: Tensor, state: RecurrentState & { readonly c0?: Tensor }, watch?: Watch): StackOutput {
    const name = this.#recurrence.name.toUpperCase();
    checkGiven(`run ${name}(${this.inputSize}, ${this.hiddenSize})`, input, state);
    const { h0, c0, lengths } = state;
    const stack: Stack = {
      recurrence: this.#recurrence,
      sizes: this.#sizes(),
      weightsOf: (layer, reverse) => this.#weightsOf(layer, reverse),
      between: (values) => this.#drop(values),
    };
    return runStack(stack, { input, h0, c0, lengths }, watch);
  }

  /** What `trace` of every kind follows. Throws as `forward` does, and as `checkFollowed`; records no history. */
  protected follow(
    input: Tensor,
    {
      sample = 0,
      layerIndex = 0,
      reverse = false,
      ...state
    }: RecurrentTraceOptions & { readonly c0?: Tensor },
  ): Followed {
    const name = this.#recurrence.name.toUpperCase();
    checkGiven(`trace ${name}(${this.inputSize}, ${this.hiddenSize})`, input, state);
    const sizes = this.#sizes();
    const sequences = recurrentShape(name, sizes, input, state);
    checkFollowed({ sample, layerIndex, reverse }, sequences, sizes, input.shape);
    const found: Followed[] = [];
    noGrad(() =>
      this.run(input, state, (layer, scan, walk) => {
        if (layer !== layerIndex || scan.reverse !== reverse) return;
        found.push({ sample, layerIndex, reverse, scan, walk });
      }),
    );
    return found[0]!;
  }

  #sizes(): RecurrentSizes {
    const { inputSize, hiddenSize, numLayers, bidirectional, batchFirst } = this;
    const { weightHh } = this.#weightsOf(0, false);
    const outputSize = weightHh.shape[1]!;
    return { inputSize, hiddenSize, outputSize, numLayers, bidirectional, batchFirst, dtype: weightHh.dtype };
  }

  #weightsOf(layer: number, reverse: boolean): RecurrentWeights {
    const place = placeOf(layer, reverse);
    return {
      weightIh: this[`weightIh${place}`]!,
      weightHh: this[`weightHh${place}`]!,
      biasIh: this[`biasIh${place}`] ?? null,
      biasHh: this[`biasHh${place}`] ?? null,
      weightHr: this[`weightHr${place}`] ?? null,
    };
  }

  #drop(values: Tensor): Tensor {
    const generator = this.#generator;
    return dropout(values, { p: this.dropout, training: this.training, ...(generator && { generator }) });
  }

  /** The shape of `output` for an input of `inputShape`; throws ShapeError as `forward` does. */
  outputShape(inputShape: Shape): Shape {
    const sizes = this.#sizes();
    const input = { shape: checkShape(inputShape), dtype: sizes.dtype };
    return recurrentShape(this.#recurrence.name.toUpperCase(), sizes, input, {}).outputShape;
  }

  override describe(): string {
    return [this.inputSize, this.hiddenSize, ...this.changed()].join(", ");
  }

  /** The options that are not as they are by default, as `describe` gives them. */
  protected changed(): string[] {
    const defaults = { numLayers: 1, batchFirst: false, dropout: 0, bidirectional: false } as const;
    const changed = Object.entries(defaults)
      .filter(([name, usual]) => this[name as keyof typeof defaults] !== usual)
      .map(([name]) => `${name}: ${this[name as keyof typeof defaults]}`);
    return [...changed, ...(this.#weightsOf(0, false).biasIh === null ? ["bias: false"] : [])];
  }
}

/** `L0`, `L1Reverse`: how the name of a weight ends. */
function placeOf(layer: number, reverse: boolean): `L${number}${"" | "Reverse"}` {
  return `L${layer}${reverse ? "Reverse" : ""}`;
}

function checkDropout(action: string, dropout: number, numLayers: number): void {
  checkRange(action, { dropout }, zeroToOne);
  if (dropout > 0 && numLayers === 1) {
    throw new ShapeError(
      `Cannot ${action} with dropout ${dropout} and one layer: it acts between layers only, and PyTorch warns that it does nothing; use numLayers: 2 or more, or a Dropout of its own after this layer`,
    );
  }
}
