import {
  BatchNorm1d,
  BatchNorm2d,
  Bilinear,
  Conv2d,
  ConvTranspose2d,
  decodeNpz,
  decodeSafetensors,
  Embedding,
  encodeNpz,
  encodeSafetensors,
  Flatten,
  FormatError,
  GRU,
  GroupNorm,
  InstanceNorm2d,
  LayerNorm,
  Linear,
  LSTM,
  type Module,
  manualSeed,
  PReLU,
  ReLU,
  RNNCell,
  randn,
  Sequential,
  tensor,
} from "@layerbook/layers";
import { beforeEach, describe, expect, it } from "vitest";
import { records } from "../records/records.ts";
import { entry, join, safetensors } from "./bytes.ts";

beforeEach(() => manualSeed(4));

/** Name, dtype, shape and bits of all that a module keeps. */
function stateOf(module: Module): unknown[] {
  return [...module.stateDict()].map(([name, t]) => [
    name,
    t.dtype,
    t.shape,
    Buffer.from(t.toTypedArray().buffer).toString("hex"),
  ]);
}

const everyLayer = () => new Sequential(...records.map(({ make }) => make()));

describe("the state of a network of every layer", () => {
  it.each([
    ["safetensors", (network: Module) => decodeSafetensors(encodeSafetensors(network.stateDict()))],
    ["npz", (network: Module) => decodeNpz(encodeNpz(network.stateDict()))],
  ])("comes back from %s bit by bit, running statistics and counts among it", (_, throughFile) => {
    const [one, two] = [everyLayer(), everyLayer()];
    for (const [, module] of one.namedModules()) {
      if (module instanceof BatchNorm2d) module.forward(randn([3, module.numFeatures, 2, 2]));
    }
    expect(stateOf(two)).not.toEqual(stateOf(one));
    two.loadStateDict(throughFile(one));
    expect(stateOf(two)).toEqual(stateOf(one));
  });
});

it("the names are PyTorch's, so that either reads the other's files", () => {
  const network = new Sequential(
    new Conv2d(3, 4, 3),
    new BatchNorm2d(4),
    new ReLU(),
    new ConvTranspose2d(4, 2, 3, { bias: false }),
    new InstanceNorm2d(2, { affine: true, trackRunningStats: true }),
    new GroupNorm(1, 2),
    new LayerNorm([5]),
    new PReLU(),
    new Embedding(5, 3),
    new Bilinear(2, 3, 4),
    new LSTM(3, 2, { numLayers: 2, bidirectional: true, projSize: 1 }),
    new GRU(3, 2, { bias: false }),
    new RNNCell(3, 2),
  );
  const places = ["l0", "l0_reverse", "l1", "l1_reverse"];
  const lstm = places.flatMap((place) =>
    ["weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr"].map((name) => `10.${name}_${place}`),
  );
  expect([...decodeSafetensors(encodeSafetensors(network.stateDict())).keys()].sort()).toEqual(
    [
      ...["0.weight", "0.bias"],
      ...["1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"],
      "3.weight",
      ...["4.weight", "4.bias", "4.running_mean", "4.running_var", "4.num_batches_tracked"],
      ...["5.weight", "5.bias", "6.weight", "6.bias", "7.weight", "8.weight", "9.weight", "9.bias"],
      ...lstm,
      ...["11.weight_ih_l0", "11.weight_hh_l0"],
      ...["12.weight_ih", "12.weight_hh", "12.bias_ih", "12.bias_hh"],
    ].sort(),
  );
});

describe("a file that PyTorch wrote", () => {
  const network = () => new Sequential(new Linear(2, 1), new BatchNorm1d(1));
  const f32 = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
  /** As `safetensors.torch.save_file(model.state_dict(), path, {"format": "pt"})` writes it: int64 first. */
  const written = (count: bigint) =>
    safetensors(
      `{"__metadata__":{"format":"pt"},"1.num_batches_tracked":${entry("I64", [], 0, 8)},"0.bias":${entry("F32", [1], 8, 12)},` +
        `"0.weight":${entry("F32", [1, 2], 12, 20)},"1.bias":${entry("F32", [1], 20, 24)},"1.running_mean":${entry("F32", [1], 24, 28)},` +
        `"1.running_var":${entry("F32", [1], 28, 32)},"1.weight":${entry("F32", [1], 32, 36)}}`,
      join(new Uint8Array(BigInt64Array.of(count).buffer), f32(0.5, 1, -2, 0.25, 3, 4, 2)),
    );

  it("is loaded strictly, with its int64 count of batches", () => {
    const loaded = network();
    loaded.loadStateDict(decodeSafetensors(written(1234n)));
    expect(loaded.stateDict().get("1.num_batches_tracked")).toMatchObject({ dtype: "int32", shape: [] });
    expect(Object.fromEntries([...loaded.stateDict()].map(([name, t]) => [name, t.toArray()]))).toEqual({
      "0.weight": [[1, -2]],
      "0.bias": [0.5],
      "1.weight": [2],
      "1.bias": [0.25],
      "1.running_mean": [3],
      "1.running_var": [4],
      "1.num_batches_tracked": 1234,
    });
    // By hand: x = 2 * 1 + 1 * -2 + 0.5 = 0.5; (0.5 - 3) / sqrt(4 + 1e-5) * 2 + 0.25.
    const output = loaded.eval().forward(tensor([[2, 1]])) as { item(): number };
    expect(output.item()).toBeCloseTo((-2.5 / Math.sqrt(4.00001)) * 2 + 0.25, 6);
  });

  it("with a count beyond int32 is refused with what to do", () => {
    const bytes = written(2n ** 31n);
    const offset = bytes.length - 36;
    expect(() => decodeSafetensors(bytes)).toThrow(
      new FormatError(
        `Cannot read safetensors at byte ${offset}: "1.num_batches_tracked" (I64) holds 2147483648, expected -2147483648 to 2147483647, which an int32 can hold. Save it as float64, which is exact up to 2 ** 53`,
      ),
    );
  });

  it("in half precision is loaded into a network of float32", () => {
    const loaded = new Sequential(new Flatten(), new Linear(2, 1, { bias: false }));
    const bytes = safetensors(`{"1.weight":${entry("F16", [1, 2], 0, 4)}}`, [0x00, 0x3c, 0x00, 0xc1]);
    loaded.loadStateDict(decodeSafetensors(bytes));
    expect(loaded.stateDict().get("1.weight")).toMatchObject({ dtype: "float32" });
    expect(loaded.stateDict().get("1.weight")!.toArray()).toEqual([[1, -2.5]]);
  });

  it("of another network is refused with every name", () => {
    expect(() => new Sequential(new Linear(2, 1)).loadStateDict(decodeSafetensors(written(1n)))).toThrow(
      new FormatError(
        "Cannot load the state of Sequential: 1.num_batches_tracked is unexpected; 1.bias is unexpected; 1.running_mean is unexpected; 1.running_var is unexpected; 1.weight is unexpected",
      ),
    );
  });
});
