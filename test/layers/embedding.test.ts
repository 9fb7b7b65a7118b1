import {
  Embedding,
  embedding,
  manualSeed,
  oneHot,
  RandomGenerator,
  randn,
  ShapeError,
  tensor,
  zeros,
} from "@layerbook/layers";
import { describe, expect, it } from "vitest";

const table = tensor([
  [1, 2],
  [3, 4],
  [5, 6],
]);
const words = tensor([2, 0, 2], { dtype: "int32" });

it("gives the row that each index names", () => {
  expect(embedding(words, table).toArray()).toEqual([
    [5, 6],
    [1, 2],
    [5, 6],
  ]);
  expect(embedding(tensor(1, { dtype: "int32" }), table).toArray()).toEqual([3, 4]);
});

it("is the product of one-hot vectors and the weight", () => {
  const hot = oneHot(words, 3).to("float32");
  expect(embedding(words, table).toArray()).toEqual(hot.matmul(table).toArray());
});

it("gives each row the gradients of all its places, and the padding none", () => {
  const upstream = tensor([
    [1, 10],
    [2, 20],
    [3, 30],
  ]);
  const gradientWith = (paddingIdx: number | null) => {
    const leaf = tensor(table.toArray(), { requiresGrad: true });
    embedding(words, leaf, { paddingIdx }).backward(upstream);
    return leaf.grad?.toArray();
  };
  expect(gradientWith(null)).toEqual([
    [2, 20],
    [0, 0],
    [4, 40],
  ]);
  expect(gradientWith(-1)).toEqual([
    [2, 20],
    [0, 0],
    [0, 0],
  ]);
});

describe("the layer", () => {
  it("starts as randn does, with zeros for the padding", () => {
    const layer = new Embedding(4, 3, { paddingIdx: -2, generator: new RandomGenerator(7) });
    manualSeed(7);
    const drawn = randn([4, 3]).toArray() as number[][];
    expect(layer.weight.toArray()).toEqual([drawn[0], drawn[1], [0, 0, 0], drawn[3]]);
    expect(layer.paddingIdx).toBe(2);
  });

  it("prints its sizes", () => {
    expect(String(new Embedding(4, 3))).toBe("Embedding(4, 3)");
    expect(String(new Embedding(4, 3, { paddingIdx: 0 }))).toBe("Embedding(4, 3, paddingIdx: 0)");
  });
});

describe("what does not fit is refused:", () => {
  it.each([
    [
      "indices of another dtype",
      () => embedding(tensor([0, 1]), table),
      'Cannot look up [2] in weight [3, 2]: indices are whole numbers, the input is float32; make it with { dtype: "int32" } or convert it with .to("int32")',
    ],
    [
      "an index beyond the table",
      () => embedding(tensor([[0, 3]], { dtype: "int32" }), table),
      "Cannot look up [1, 2] in weight [3, 2]: index 3 is outside 0..2",
    ],
    [
      "a negative index",
      () => embedding(tensor([-1], { dtype: "int32" }), table),
      "Cannot look up [1] in weight [3, 2]: index -1 is outside 0..2",
    ],
    [
      "rank of the weight",
      () => embedding(words, zeros([3])),
      "Cannot look up [3] in weight [3]: expected a weight of 2 axes, [numEmbeddings, embeddingDim]",
    ],
    [
      "a weight of whole numbers",
      () => embedding(words, zeros([3, 2], { dtype: "int32" })),
      'Cannot look up rows of an int32 tensor: convert it first with .to("float32")',
    ],
    [
      "padding",
      () => embedding(words, table, { paddingIdx: 3 }),
      "Cannot look up rows with paddingIdx 3: expected null or a whole number from -3 to 2",
    ],
    [
      "padding of the layer",
      () => new Embedding(4, 2, { paddingIdx: -5 }),
      "Cannot make an embedding of 4 by 2 with paddingIdx -5: expected null or a whole number from -4 to 3",
    ],
    [
      "sizes of the layer",
      () => new Embedding(4, 2.5),
      "Cannot make an embedding of 4 by 2.5 with embeddingDim 2.5: expected a whole number of at least 1",
    ],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(new ShapeError(message));
  });
});
