import type { Module, Shape, Tensor } from "@layerbook/layers";

export interface TensorLayer extends Module {
  forward(input: Tensor): Tensor;
}

/** One layer with options, and what is true of it: every law of `every-layer.test.ts` is held for each. */
export interface LayerRecord {
  readonly name: string;
  readonly make: () => TensorLayer;
  /** Of a batch of 3. */
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** Where the input holds indices: how many there are to choose from. They have no gradient, and none is NaN. */
  readonly indices?: number;
  /** Why what a sample gives depends on the others of its batch; where it is not said, it does not. */
  readonly samplesInteract?: string;
  /** The same by the formula alone, where it is written down. */
  readonly naive?: (input: Tensor, module: Module) => Tensor;
}

/** What a module knows under `name`. */
export const parameter = (module: Module, name: string): Tensor => module.stateDict().get(name) as Tensor;
