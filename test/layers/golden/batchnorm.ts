import { BatchNorm1d, BatchNorm2d, BatchNorm3d } from "@layerbook/layers";
import type { GoldenCase } from "./case.ts";
import { type Config, options } from "./torch-config.ts";
import { expectClose, type GoldenTensor, readCases, readGolden, toTensor } from "./values.ts";

const dtypes = ["float64", "float32"] as const;
const layers = { BatchNorm1d, BatchNorm2d, BatchNorm3d } as const;

type GoldenTensors = Readonly<Record<string, GoldenTensor>>;

/** Batches one after the other, through one layer. */
interface StepsCase {
  readonly name: string;
  readonly layer: keyof typeof layers;
  readonly config: Config;
  readonly params: GoldenTensors;
  readonly steps: readonly {
    readonly training: boolean;
    readonly input: GoldenTensor;
    readonly output: GoldenTensor;
    readonly gradOutput: GoldenTensor;
    readonly grads: GoldenTensors;
    readonly stateAfter: GoldenTensors;
  }[];
}

function torchCases(): GoldenCase[] {
  return readCases<StepsCase>("torch/batchnorm").map((golden) => ({
    subject: "batchnorm",
    source: "torch",
    name: golden.name,
    dtypes,
    check: (dtype) => {
      const layer = new layers[golden.layer](golden.config.num_features, options(golden.config)).to(dtype);
      const state = Object.entries(golden.params).map(([name, values]) => [name, toTensor(values, dtype)]);
      layer.loadStateDict(Object.fromEntries(state));
      for (const [i, step] of golden.steps.entries()) {
        layer.train(step.training);
        layer.zeroGrad();
        const input = toTensor(step.input, dtype, true);
        const output = layer.forward(input);
        expectClose(`output of step ${i}`, output, step.output);
        output.backward(toTensor(step.gradOutput, dtype));
        for (const [name, values] of Object.entries(step.grads)) {
          const leaf = name === "input" ? input : new Map(layer.namedParameters()).get(name);
          expectClose(`gradient of ${name} in step ${i}`, leaf?.grad ?? null, values);
        }
        for (const [name, values] of Object.entries(step.stateAfter)) {
          expectClose(`${name} after step ${i}`, layer.stateDict().get(name) ?? null, values);
        }
      }
    },
  }));
}

/** The glossary's batch normalisation: eps 1e-8 and no running statistics; forward and backward. */
type SeedCase = Readonly<
  Record<"X" | "gamma" | "beta" | "out" | "mu" | "var" | "dout" | "dX" | "dgamma" | "dbeta", GoldenTensor>
> & { readonly eps: number };

function seedCase(): GoldenCase {
  return {
    subject: "batchnorm",
    source: "seed",
    name: "batchnorm",
    dtypes,
    check: (dtype) => {
      const golden = readGolden<SeedCase>("seed/batchnorm");
      const layer = new BatchNorm1d(3, { eps: golden.eps, trackRunningStats: false }).to(dtype);
      layer.loadStateDict({ weight: toTensor(golden.gamma, dtype), bias: toTensor(golden.beta, dtype) });
      const input = toTensor(golden.X, dtype, true);
      const { mean, variance } = layer.trace(input);
      expectClose("mean", mean.to(dtype), golden.mu);
      expectClose("variance", variance.to(dtype), golden.var);
      const output = layer.forward(input);
      expectClose("output", output, golden.out);
      output.backward(toTensor(golden.dout, dtype));
      expectClose("gradient of the input", input.grad, golden.dX);
      expectClose("gradient of gamma", layer.weight?.grad ?? null, golden.dgamma);
      expectClose("gradient of beta", layer.bias?.grad ?? null, golden.dbeta);
    },
  };
}

export function batchNormCases(): GoldenCase[] {
  return [seedCase(), ...torchCases()];
}
