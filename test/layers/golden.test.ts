import type { DType } from "@layerbook/layers";
import { describe, expect, it } from "vitest";
import { batchNormCases } from "./golden/batchnorm.ts";
import type { GoldenCase } from "./golden/case.ts";
import { dropoutCases } from "./golden/dropout.ts";
import { onnxCases } from "./golden/onnx.ts";
import { seedCases } from "./golden/seed.ts";
import { seedRecurrentCases } from "./golden/seed-recurrent.ts";
import { torchCases } from "./golden/torch.ts";
import { initCases } from "./golden/torch-init.ts";
import { torchRecurrentCases } from "./golden/torch-recurrent.ts";
import { trainingCases } from "./golden/torch-training.ts";

const cases = [
  ...seedCases(),
  ...seedRecurrentCases(),
  ...torchCases(),
  ...torchRecurrentCases(),
  ...onnxCases(),
  ...batchNormCases(),
  ...trainingCases(),
  ...initCases(),
  ...dropoutCases(),
];

/** What each case gave, so that the conformance need not run them all again. */
const outcomes = new Map<string, { readonly error: unknown } | null>();

/** Runs a case, once; null if it agrees. */
function outcomeOf(golden: GoldenCase, dtype: DType): { readonly error: unknown } | null {
  const key = `${cases.indexOf(golden)} ${dtype}`;
  if (!outcomes.has(key)) {
    try {
      golden.check?.(dtype);
      outcomes.set(key, null);
    } catch (error) {
      outcomes.set(key, { error });
    }
  }
  return outcomes.get(key) ?? null;
}

describe.each(cases.filter(({ check }) => check !== null).map((golden) => ({ ...golden, golden })))(
  "$source $subject $name",
  ({ dtypes, golden }) => {
    it.each(dtypes)("agrees in %s", (dtype) => {
      const outcome = outcomeOf(golden, dtype);
      if (outcome !== null) throw outcome.error;
    });
  },
);

function passes(golden: GoldenCase): boolean {
  return golden.check !== null && golden.dtypes.every((dtype) => outcomeOf(golden, dtype) === null);
}

describe("conformance", () => {
  it("names every golden case that waits for what it tests", () => {
    expect(cases.filter(({ check }) => check === null).map(({ name }) => name)).toEqual([
      // Not among the book's optimizers.
      "nadam",
      // No counterpart in PyTorch's layers: golden/onnx.ts says why.
      "test_averagepool_2d_dilations",
      "test_averagepool_3d_dilations_small",
      "test_maxunpool_export_with_output_shape",
      // Nor: clip, peepholes, input_forget and other activations.
      "x_rnn_clip",
      "test_lstm_with_peepholes",
      "x_lstm_peepholes_random",
      "x_lstm_peepholes_bidirectional",
      "x_lstm_input_forget",
      "x_lstm_activations_hardsigmoid",
    ]);
  });

  it("is what conformance.json says (vitest --update writes it anew)", async () => {
    const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
    const lines = distinct(cases.map(({ subject }) => subject)).map((subject) => {
      const own = cases.filter((golden) => golden.subject === subject);
      const counts = distinct(own.map(({ source }) => source)).map((source) => {
        const group = own.filter((golden) => golden.source === source);
        return [source, [group.filter(passes).length, group.length]];
      });
      return `  ${JSON.stringify(subject)}: ${JSON.stringify(Object.fromEntries(counts))}`;
    });
    await expect(`{\n${lines.join(",\n")}\n}\n`).toMatchFileSnapshot("../golden/conformance.json");
  });
});
