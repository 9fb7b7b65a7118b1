import {
  Adam,
  AdamW,
  CosineAnnealingLR,
  clipGradNorm,
  type DType,
  ExponentialLR,
  LinearLR,
  Parameter,
  RMSprop,
  type Scheduler,
  SGD,
  StepLR,
  tensor,
} from "@layerbook/layers";
import type { GoldenCase } from "./case.ts";
import { type Config, options } from "./torch-config.ts";
import { expectClose, type GoldenTensor, readCases, toTensor } from "./values.ts";

const dtypes = ["float64", "float32"] as const;

interface StepCase {
  readonly optimizer: string;
  readonly config: Config;
  readonly params0: readonly GoldenTensor[];
  readonly gradsPerStep: readonly (readonly GoldenTensor[])[];
  readonly paramsAfterStep: readonly (readonly GoldenTensor[])[];
}

interface ClipCase {
  readonly max_norm: number;
  readonly grads: readonly GoldenTensor[];
  readonly norm: number;
  readonly gradsAfter: readonly GoldenTensor[];
}

interface SchedulerCase {
  readonly scheduler: string;
  readonly config: Config;
  readonly base_lr: number;
  readonly lrAtStep: readonly number[];
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

const schedulers: Readonly<Record<string, (optimizer: SGD, config: Config) => Scheduler>> = {
  StepLR: (optimizer, c) => new StepLR(optimizer, { stepSize: c.step_size, gamma: c.gamma }),
  ExponentialLR: (optimizer, { gamma }) => new ExponentialLR(optimizer, { gamma }),
  CosineAnnealingLR: (optimizer, c) => new CosineAnnealingLR(optimizer, { tMax: c.T_max, etaMin: c.eta_min }),
  LinearLR: (optimizer, c) => new LinearLR(optimizer, options(c)),
};

function giveGradients(parameters: readonly Parameter[], gradients: readonly GoldenTensor[], dtype: DType) {
  // The gradient of sum(p * g) by p is g.
  for (const [i, parameter] of parameters.entries()) {
    parameter
      .mul(toTensor(gradients[i] as GoldenTensor, dtype))
      .sum()
      .backward();
  }
}

function stepCheck(golden: StepCase): GoldenCase["check"] {
  const make = optimizers[golden.optimizer];
  if (make === undefined) return null;
  return (dtype) => {
    const parameters = golden.params0.map((values) => new Parameter(toTensor(values, dtype)));
    const optimizer = make(parameters, golden.config);
    for (const [step, gradients] of golden.gradsPerStep.entries()) {
      optimizer.zeroGrad();
      giveGradients(parameters, gradients, dtype);
      optimizer.step();
      for (const [i, parameter] of parameters.entries()) {
        const expected = golden.paramsAfterStep[step]?.[i] as GoldenTensor;
        expectClose(`parameter ${i} after step ${step + 1}`, parameter, expected);
      }
    }
  };
}

function clipCheck(golden: ClipCase): GoldenCase["check"] {
  return (dtype) => {
    const parameters = golden.grads.map((values) => new Parameter(toTensor(values, dtype)));
    giveGradients(parameters, golden.grads, dtype);
    const norm = clipGradNorm(parameters, golden.max_norm);
    expectClose("norm", tensor(norm, { dtype }), { dtype, shape: [], data: [golden.norm] });
    for (const [i, { grad }] of parameters.entries()) {
      expectClose(`gradient ${i}`, grad, golden.gradsAfter[i] as GoldenTensor);
    }
  };
}

function schedulerCheck(golden: SchedulerCase): GoldenCase["check"] {
  const make = schedulers[golden.scheduler];
  if (make === undefined) return null;
  return (dtype) => {
    const optimizer = new SGD([new Parameter(tensor([1], { dtype }))], { lr: golden.base_lr });
    const scheduler = make(optimizer, golden.config);
    const rates = golden.lrAtStep.map(() => {
      const { lr } = optimizer;
      scheduler.step();
      return lr;
    });
    const shape = [golden.lrAtStep.length];
    expectClose("rates", tensor(rates, { dtype }), { dtype, shape, data: golden.lrAtStep });
  };
}

function checkOf(golden: StepCase | ClipCase | SchedulerCase): GoldenCase["check"] {
  if ("scheduler" in golden) return schedulerCheck(golden);
  return "max_norm" in golden ? clipCheck(golden) : stepCheck(golden);
}

export function optimizerCases(): GoldenCase[] {
  return readCases<{ readonly name: string } & (StepCase | ClipCase | SchedulerCase)>("torch/optimizers").map(
    (golden) => ({
      subject: "optimizers",
      source: "torch",
      name: golden.name,
      dtypes,
      check: checkOf(golden),
    }),
  );
}
