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

describe.each(cases.filter(({ check }) => check !== null))("$source $subject $name", ({ dtypes, check }) => {
  it.each(dtypes)("agrees in %s", (dtype) => check?.(dtype));
});

function passes({ dtypes, check }: GoldenCase): boolean {
  try {
    for (const dtype of dtypes) check?.(dtype);
    return check !== null;
  } catch {
    return false;
  }
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
