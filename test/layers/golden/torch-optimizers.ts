import { Parameter, SGD, type SGDOptions } from "@layerbook/layers";
import type { GoldenCase } from "./case.ts";
import { type Config, options } from "./torch-config.ts";
import { expectClose, type GoldenTensor, readCases, toTensor } from "./values.ts";

const dtypes = ["float64", "float32"] as const;

interface OptimizerCase {
  readonly name: string;
  readonly optimizer?: string;
  readonly config: Config;
  readonly params0: readonly GoldenTensor[];
  readonly gradsPerStep: readonly (readonly GoldenTensor[])[];
  readonly paramsAfterStep: readonly (readonly GoldenTensor[])[];
}

export function optimizerCases(): GoldenCase[] {
  return readCases<OptimizerCase>("torch/optimizers").map((golden) => ({
    subject: "optimizers",
    source: "torch",
    name: golden.name,
    dtypes,
    check:
      golden.optimizer === "SGD"
        ? (dtype) => {
            const parameters = golden.params0.map((values) => new Parameter(toTensor(values, dtype)));
            const optimizer = new SGD(parameters, options(golden.config) as unknown as SGDOptions);
            for (const [step, gradients] of golden.gradsPerStep.entries()) {
              optimizer.zeroGrad();
              for (const [i, parameter] of parameters.entries()) {
                // The gradient of sum(p * g) by p is g.
                parameter
                  .mul(toTensor(gradients[i] as GoldenTensor, dtype))
                  .sum()
                  .backward();
              }
              optimizer.step();
              for (const [i, parameter] of parameters.entries()) {
                const expected = golden.paramsAfterStep[step]?.[i] as GoldenTensor;
                expectClose(`parameter ${i} after step ${step + 1}`, parameter, expected);
              }
            }
          }
        : null,
  }));
}
