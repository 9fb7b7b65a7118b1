import { type RandomGenerator, randperm, ShapeError, type Tensor, tensor } from "@layerbook/layers";

/** How tensors are cut into batches; see `batches`. */
export interface BatchOptions {
  /** Rows of a batch; the last one may have fewer. */
  readonly batchSize: number;
  /** A new random order each time that the batches are gone through; false by default. */
  readonly shuffle?: boolean;
  /** Where the order comes from; the generator that `manualSeed` seeds by default. */
  readonly generator?: RandomGenerator;
}

/** Batches to go through, as often as one likes. */
export interface Batches extends Iterable<Tensor[]> {
  /** How many there are. */
  readonly length: number;
}

/**
 * The tensors cut along axis 0, in step: `for (const [images, labels] of batches(images, labels, { batchSize: 32 }))`.
 * Batches are copies without gradient history. Throws ShapeError when the tensors differ in length or the size is no
 * whole number of at least 1.
 *
 * @example
 * import { batches, digits } from "@layerbook/data";
 * const { images, labels } = digits();
 * const sizes = [...batches(images, labels, { batchSize: 600 })].map(([x]) => x!.shape[0]);
 * sizes; // [600, 600, 597]
 */
export function batches(...args: [...tensors: Tensor[], options: BatchOptions]): Batches {
  const options = args.at(-1) as BatchOptions;
  const tensors = args.slice(0, -1) as Tensor[];
  const length = checkBatches(tensors, options);
  return {
    length: Math.ceil(length / options.batchSize),
    *[Symbol.iterator](): Iterator<Tensor[]> {
      const { batchSize, shuffle = false, generator } = options;
      const order = shuffle ? randperm(length, generator ? { generator } : {}).toTypedArray() : undefined;
      const sources = tensors.map((source) => source.toTypedArray());
      for (let start = 0; start < length; start += batchSize) {
        const rows = Math.min(batchSize, length - start);
        yield tensors.map((source, i) => {
          const shape = [rows, ...source.shape.slice(1)];
          const width = shape.slice(1).reduce((product, size) => product * size, 1);
          const from = sources[i]!;
          if (!order) return tensor(from.subarray(start * width, (start + rows) * width), { shape });
          const batch = from.slice(0, rows * width);
          for (let row = 0; row < rows; row++) {
            const at = order[start + row]! * width;
            batch.set(from.subarray(at, at + width), row * width);
          }
          return tensor(batch, { shape });
        });
      }
    },
  };
}

/** The tensors' common length, or an error before anything is copied. */
function checkBatches(tensors: readonly Tensor[], options: BatchOptions | undefined): number {
  const { batchSize } = options ?? {};
  if (!Number.isSafeInteger(batchSize) || batchSize! < 1) {
    throw new ShapeError(
      `Cannot cut batches of ${batchSize}: expected a whole number of at least 1, as in batches(images, labels, { batchSize: 32 })`,
    );
  }
  const [first] = tensors;
  if (!first)
    throw new ShapeError("Cannot cut batches of nothing: expected at least one tensor before the options");
  for (const [i, { shape }] of tensors.entries()) {
    if (shape.length === 0) {
      throw new ShapeError(`Cannot cut batches: tensor ${i} is a single number and has no axis 0 to cut`);
    }
    if (shape[0] !== first.shape[0]) {
      throw new ShapeError(
        `Cannot cut batches: tensor ${i} has ${shape[0]} rows, tensor 0 has ${first.shape[0]} (rows are axis 0 and must be as many)`,
      );
    }
  }
  return first.shape[0]!;
}
