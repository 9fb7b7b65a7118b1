import { Dropout, noGrad, RandomGenerator, ShapeError, type Tensor } from "@layerbook/layers";
import { kindOf } from "./recognise.ts";

/** What is needed to know of the layers of a network, of this copy of the library or of another. */
export interface LayerLike {
  forward(input: Tensor): unknown;
}
export interface LinearLike extends LayerLike {
  readonly inFeatures: number;
  readonly outFeatures: number;
  readonly weight: Tensor;
}
export interface DropoutLike extends LayerLike {
  readonly p: number;
}

export function isLinear(layer: LayerLike): layer is LinearLike {
  const { inFeatures, weight } = layer as Partial<LinearLike>;
  return kindOf(layer) === "module" && inFeatures !== undefined && weight?.shape.length === 2;
}

export function isDropout(layer: LayerLike): layer is DropoutLike {
  return kindOf(layer) === "module" && layer.constructor.name === "Dropout";
}

/** Neurons side by side, in one pass. */
export interface Column {
  readonly values: readonly number[];
  /** Which of them dropout kept. */
  readonly kept: readonly boolean[];
}

/** The columns in evaluation, then in one pass after the other. */
export function columnsOf(
  layers: readonly LayerLike[],
  x: Tensor,
  draws: number,
  seed: number,
): readonly (readonly Column[])[] {
  const generator = new RandomGenerator(seed);
  const own = new Map(layers.filter(isDropout).map((layer) => [layer, new Dropout(layer.p, { generator })]));
  const pass = (training: boolean): readonly Column[] => {
    const columns = [columnOf(x)];
    let value = x;
    for (const layer of layers) {
      if (isDropout(layer)) {
        const { mask, output } = own.get(layer)!.train(training).trace(value);
        value = output;
        columns[columns.length - 1] = columnOf(output, columns.at(-1), mask);
        continue;
      }
      const given = layer.forward(value) as Tensor;
      const wanted = isLinear(layer) ? [layer.outFeatures] : value.shape;
      if (given?.shape?.join() !== wanted.join()) {
        throw new ShapeError(
          `Cannot draw a thinned network through ${layer.constructor.name}: expected Linear, Dropout, and layers that keep the shape [${value.shape.join(", ")}]`,
        );
      }
      value = given;
      if (isLinear(layer)) columns.push(columnOf(value));
      else columns[columns.length - 1] = columnOf(value, columns.at(-1));
    }
    return columns;
  };
  return noGrad(() => Array.from({ length: draws + 1 }, (_, draw) => pass(draw > 0)));
}

/** What was dropped before in the same column stays dropped. */
function columnOf(output: Tensor, before?: Column, mask?: Tensor): Column {
  const values = Array.from(output.toTypedArray());
  const kept = mask?.toTypedArray();
  return { values, kept: values.map((_, i) => (before?.kept[i] ?? true) && kept?.[i] !== 0) };
}
