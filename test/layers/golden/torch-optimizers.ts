import { Adam, AdamW, Parameter, RMSprop, SGD } from "@layerbook/layers";
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

/** NAdam is not among the book's optimizers. */
const optimizers: Readonly<
  Record<string, (parameters: readonly Parameter[], config: Config) => { step(): void; zeroGrad(): void }>
> = {
  SGD: (parameters, c) => new SGD(parameters, { lr: c.lr, ...options(c) }),
  Adam: (parameters, c) => new Adam(parameters, options(c)),
  AdamW: (parameters, c) => new AdamW(parameters, options(c)),
  RMSprop: (parameters, c) => new RMSprop(parameters, options(c)),
};

function stepCheck(golden: OptimizerCase): GoldenCase["check"] {
  const make = optimizers[golden.optimizer ?? ""];
  if (make === undefined) return null;
  return (dtype) => {
    const parameters = golden.params0.map((values) => new Parameter(toTensor(values, dtype)));
    const optimizer = make(parameters, golden.config);
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
  };
}

export function optimizerCases(): GoldenCase[] {
  return readCases<OptimizerCase>("torch/optimizers").map((golden) => ({
    subject: "optimizers",
    source: "torch",
    name: golden.name,
    dtypes,
    check: stepCheck(golden),
  }));
}
