import { batches } from "@layerbook/data";
import { arange, RandomGenerator, ShapeError, tensor } from "@layerbook/layers";
import { expect, test } from "vitest";

const rows = arange(0, 20).reshape([10, 2]);
const labels = arange(0, 10, 1, { dtype: "int32" });

test("tensors are cut in step, the last batch shorter", () => {
  const cut = [...batches(rows, labels, { batchSize: 4 })];
  expect(cut.map(([x, y]) => [x!.shape, y!.shape])).toEqual([
    [[4, 2], [4]],
    [[4, 2], [4]],
    [[2, 2], [2]],
  ]);
  expect(cut[2]![0]!.toArray()).toEqual([
    [16, 17],
    [18, 19],
  ]);
  expect(cut[2]![1]!.toArray()).toEqual([8, 9]);
  expect(cut[0]![1]!.dtype).toBe("int32");
});

test("there are as many as their length says", () => {
  for (const batchSize of [1, 3, 5, 10, 11]) {
    const cut = batches(rows, labels, { batchSize });
    expect(cut.length).toBe([...cut].length);
  }
});

test("shuffled batches hold every row once, each with its own label", () => {
  const cut = [...batches(rows, labels, { batchSize: 3, shuffle: true, generator: new RandomGenerator(1) })];
  const seen = cut.flatMap(([x, y]) => {
    const numbers = y!.toArray() as number[];
    for (const [i, label] of numbers.entries()) expect(x!.at(i, 0)).toBe(2 * label);
    return numbers;
  });
  expect([...seen].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(seen).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("the same seed gives the same order, and each pass a new one", () => {
  const order = (seed: number): number[][] => {
    const all = batches(labels, { batchSize: 10, shuffle: true, generator: new RandomGenerator(seed) });
    return [0, 1].map(() => [...all].flatMap(([y]) => y!.toArray() as number[]));
  };
  expect(order(3)).toEqual(order(3));
  expect(order(3)[0]).not.toEqual(order(3)[1]);
});

test("a batch is a copy", () => {
  const source = tensor([1, 2, 3]);
  const [[batch]] = [...batches(source, { batchSize: 3 })] as [[typeof source]];
  batch.assign([7, 7, 7]);
  expect(source.toArray()).toEqual([1, 2, 3]);
});

test("no rows give no batches", () => {
  expect([...batches(tensor([], { shape: [0, 2] }), { batchSize: 4 })]).toEqual([]);
});

test("different lengths and impossible sizes are refused before anything is copied", () => {
  expect(() => batches(rows, tensor([1, 2]), { batchSize: 4 })).toThrow(
    "Cannot cut batches: tensor 1 has 2 rows, tensor 0 has 10 (rows are axis 0 and must be as many)",
  );
  for (const batchSize of [0, -1, 1.5, Number.NaN, 2 ** 53]) {
    expect(() => batches(rows, { batchSize })).toThrow(ShapeError);
  }
  expect(() => batches({ batchSize: 4 })).toThrow("at least one tensor");
  expect(() => batches(tensor(1), { batchSize: 4 })).toThrow("no axis 0");
});
