import {
  AlphaDropout,
  Dropout,
  Dropout1d,
  Dropout2d,
  Dropout3d,
  type DType,
  dropout,
  FeatureAlphaDropout,
  RandomGenerator,
  randn,
  type Tensor,
  tensor,
} from "@layerbook/layers";
import type { GoldenCase } from "./case.ts";
import { expectClose, type GoldenTensor, numbersOf, readCases, readGolden, toTensor } from "./values.ts";

const dtypes = ["float64", "float32"] as const;
const layers = { Dropout, Dropout1d, Dropout2d, Dropout3d, AlphaDropout, FeatureAlphaDropout } as const;

/** Draws what makes a given mask: 0, below every probability, to keep, and 1, which no other draws, to drop. */
class MaskGenerator extends RandomGenerator {
  readonly #kept: Iterator<boolean>;

  constructor(kept: readonly boolean[]) {
    super(0);
    this.#kept = kept.values();
  }

  override uniform53(): number {
    return this.#kept.next().value ? 0 : 1;
  }
}

const drawing = (mask: GoldenTensor): RandomGenerator =>
  new MaskGenerator(numbersOf(mask).map((value) => value === 1));

interface ExplicitCase {
  readonly name: string;
  readonly layer: "Dropout";
  readonly p: number;
  readonly input: GoldenTensor;
  readonly mask: GoldenTensor;
  readonly output: GoldenTensor;
  readonly grads: { readonly input: GoldenTensor };
}

/** What came of one draw of PyTorch's: ours are others, as many times as chance allows. */
interface StatisticsCase {
  readonly name: string;
  readonly layer: keyof typeof layers;
  readonly p: number;
  readonly shape: readonly number[];
  readonly input: "ones" | "randn";
  readonly output_mean: number;
  readonly output_std: number;
  readonly zero_fraction: number;
  /** Of the outputs for ones. */
  readonly distinct_values: readonly number[] | null;
}

function checkExplicit({ p, input, mask, output, grads }: ExplicitCase, dtype: DType): void {
  const leaf = toTensor(input, dtype, true);
  const dropped = new Dropout(p, { generator: drawing(mask) }).forward(leaf);
  expectClose("output", dropped, output);
  dropped.sum().backward();
  expectClose("gradient", leaf.grad, grads.input);
}

/** How far apart two shares of zeros among `units` may be by chance: five times the deviation of their difference. */
const byChance = (p: number, units: number): number => 5 * Math.sqrt((2 * p * (1 - p)) / units);

function expectNear(what: string, value: number, expected: number, allowed: number): void {
  if (!(Math.abs(value - expected) <= allowed)) throw new Error(`${what}: ${value}, expected ${expected}`);
}

function checkStatistics(golden: StatisticsCase, dtype: DType): void {
  const { layer: name, p, shape, distinct_values: distinct } = golden;
  const layer = new layers[name](p, { generator: new RandomGenerator(3) });
  const generator = new RandomGenerator(4);
  const drawn = golden.input === "ones" ? null : randn(shape, { dtype, generator });
  const count = shape.reduce((product, size) => product * size, 1);
  const values = drawn?.toTypedArray() ?? new Array<number>(count).fill(1);
  const input = tensor(values, { shape, dtype, requiresGrad: true });
  const output = layer.forward(input);
  const [batch, channels] = shape as [number, number];
  const units = /^(Alpha)?Dropout$/.test(name) ? count : batch * channels;
  const share = byChance(p, units);
  const scale = distinct === null ? 1 : Math.max(...distinct);
  expectNear("mean", output.mean().item(), golden.output_mean, share * scale + (drawn ? 0.03 : 1e-6));
  expectNear("deviation", output.std().item(), golden.output_std, 0.05 * Math.max(1, golden.output_std));
  expectNear("share of zeros", output.eq(0).to(dtype).mean().item(), golden.zero_fraction, share + 1e-6);
  if (distinct !== null) {
    const found = [...new Set(output.toTypedArray())].sort((a, b) => a - b);
    expectClose("distinct values", tensor(found, { dtype }), {
      dtype,
      shape: [distinct.length],
      data: distinct,
    });
    // Ones times mask and scale, and the gradient of the sum, are the same.
    output.sum().backward();
    expectClose("gradient", input.grad, { dtype, shape, data: [...output.toTypedArray()] });
  }
  if (units < count) expectWholeChannels(output, units);
  if (layer.eval().forward(input) !== input) throw new Error("evaluation changed the input");
}

/** Each channel is wholly 0, or alike in its share of zeros: of random numbers no other is 0. */
function expectWholeChannels(output: Tensor, units: number): void {
  const shares = output.eq(0).reshape([units, -1]).to("float64").mean(1).toTypedArray();
  const wrong = shares.find((zeros) => zeros !== 0 && zeros !== 1);
  if (wrong !== undefined) throw new Error(`a channel was dropped in part: ${wrong} of it is 0`);
}

function torchCases(): GoldenCase[] {
  return readCases<ExplicitCase | StatisticsCase>("torch/dropout").map((golden) => ({
    subject: "dropout",
    source: "torch",
    name: golden.name,
    dtypes,
    check: (dtype) => ("mask" in golden ? checkExplicit(golden, dtype) : checkStatistics(golden, dtype)),
  }));
}

/** The glossary's page: the mask alone while training, and numbers scaled in evaluation; or scaled while training. */
type SeedCase = Readonly<
  Record<
    | "input"
    | "mask"
    | "masked"
    | "train_inverted"
    | "test_inverted"
    | "test_noninverted"
    | "seed_both_lines_run",
    GoldenTensor
  >
> & { readonly p: number };

function seedCase(): GoldenCase {
  return {
    subject: "dropout",
    source: "seed",
    name: "dropout",
    dtypes,
    check: (dtype) => {
      const golden = readGolden<SeedCase>("seed/dropout");
      const { p } = golden;
      const input = toTensor(golden.input, dtype);
      const trained = dropout(input, { p, generator: drawing(golden.mask) });
      const evaluated = dropout(input, { p, training: false });
      expectClose("inverted, training", trained, golden.train_inverted);
      expectClose("inverted, evaluation", evaluated, golden.test_inverted);
      expectClose("not inverted, training", trained.mul(1 - p), golden.masked);
      expectClose("not inverted, evaluation", evaluated.mul(1 - p), golden.test_noninverted);
      expectClose("both lines of the page", trained.mul(1 - p), golden.seed_both_lines_run);
    },
  };
}

interface OnnxCase {
  readonly name: string;
  readonly attributes: { readonly ratio?: number };
  /** Input, probability and whether it is training, all but the first optional. */
  readonly inputs: Readonly<Record<"x", GoldenTensor> & Partial<Record<"r" | "t", GoldenTensor>>>;
  /** Output and, in some, the mask. */
  readonly outputs: Readonly<Record<"y", GoldenTensor> & Partial<Record<"z", GoldenTensor>>>;
}

/** Masks come from another generator: given where the model gives it, else read off the output. */
function onnxCases(): GoldenCase[] {
  return readCases<OnnxCase>("onnx/Dropout").map(({ name, attributes, inputs, outputs }) => ({
    subject: "dropout",
    source: "onnx",
    name,
    dtypes: ["float32"],
    check: (dtype) => {
      const p = inputs.r === undefined ? (attributes.ratio ?? 0.5) : (numbersOf(inputs.r)[0] as number);
      const training = inputs.t !== undefined && numbersOf(inputs.t)[0] === 1;
      const mask = numbersOf(outputs.z ?? outputs.y).map((value) => value !== 0);
      const input = toTensor(inputs.x, dtype);
      expectClose("y", dropout(input, { p, training, generator: new MaskGenerator(mask) }), outputs.y);
      const unchanged = !training || p === 0;
      if (unchanged && mask.includes(false)) throw new Error("the expected mask drops where nothing is");
    },
  }));
}

export function dropoutCases(): GoldenCase[] {
  return [seedCase(), ...torchCases(), ...onnxCases()];
}
