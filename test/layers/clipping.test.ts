import { clipGradNorm, clipGradValue, Parameter, ShapeError, tensor } from "@layerbook/layers";
import { describe, expect, it } from "vitest";

/** Parameters with these gradients, in float64. */
function learnt(...gradients: (readonly number[])[]): Parameter[] {
  return gradients.map((gradient) => {
    const values = tensor(gradient, { dtype: "float64" });
    const parameter = new Parameter(values);
    // The gradient of sum(p * g) by p is g.
    parameter.mul(values).sum().backward();
    return parameter;
  });
}

const gradientsOf = (parameters: readonly Parameter[]) => parameters.map(({ grad }) => grad?.toArray());

describe("clipGradNorm", () => {
  // With a pencil: sizes 3 and 4 have norms 7 (p = 1), 5 (p = 2), 91^(1/3) (p = 3) and 4 (the largest).
  it.each([
    [1, 7],
    [2, 5],
    [3, 91 ** (1 / 3)],
    [Number.POSITIVE_INFINITY, 4],
  ])("with normType %s takes all gradients together", (normType, norm) => {
    const parameters = learnt([3], [0, -4]);
    expect(clipGradNorm(parameters, 2, { normType })).toBeCloseTo(norm, 12);
    const factor = 2 / (norm + 1e-6);
    expect(parameters[0]?.grad?.item()).toBeCloseTo(3 * factor, 12);
    expect(parameters[1]?.grad?.at(1)).toBeCloseTo(-4 * factor, 12);
  });

  it("leaves alone what is short enough", () => {
    const parameters = learnt([3], [0, -4]);
    expect(clipGradNorm(parameters, 5.01)).toBe(5);
    expect(gradientsOf(parameters)).toEqual([[3], [0, -4]]);
  });

  it("counts a parameter that is given twice once", () => {
    const [parameter] = learnt([3, 4]) as [Parameter];
    expect(clipGradNorm([parameter, parameter], 1)).toBe(5);
    expect(parameter.grad?.at(0)).toBeCloseTo(0.6, 6);
  });

  it("of parameters without gradients is 0", () => {
    const parameter = new Parameter(tensor([1]));
    expect(clipGradNorm([parameter], 1)).toBe(0);
    expect(parameter.grad).toBeNull();
  });

  it("passes on a NaN, so that it shows", () => {
    const parameters = learnt([Number.NaN], [1]);
    expect(clipGradNorm(parameters, 1)).toBeNaN();
    expect(gradientsOf(parameters)).toEqual([[Number.NaN], [Number.NaN]]);
  });

  it("leaves a gradient that was taken out before as it was", () => {
    const parameters = learnt([3, 4]);
    const before = parameters[0]?.grad;
    clipGradNorm(parameters, 1);
    expect(before?.toArray()).toEqual([3, 4]);
  });
});

describe("clipGradValue", () => {
  it("cuts each number off at both ends", () => {
    const parameters = learnt([-3, 0.5], [2]);
    clipGradValue(parameters, 1);
    expect(gradientsOf(parameters)).toEqual([[-1, 0.5], [1]]);
  });
});

it.each([
  [
    "maxNorm",
    () => clipGradNorm(learnt([1]), -1),
    "Cannot clip gradients with maxNorm -1: expected a number of at least 0",
  ],
  [
    "normType",
    () => clipGradNorm(learnt([1]), 1, { normType: 0 }),
    "Cannot clip gradients with normType 0: expected a number above 0",
  ],
  [
    "clipValue",
    () => clipGradValue(learnt([1]), Number.NaN),
    "Cannot clip gradients with clipValue NaN: expected a number of at least 0",
  ],
  [
    "parameter",
    () => clipGradNorm([3 as unknown as Parameter], 1),
    "Cannot clip gradients: expected Parameters, such as those of module.parameters()",
  ],
])("a wrong %s is refused", (_, run, message) => {
  expect(run).toThrow(new ShapeError(message));
});
