import * as data from "@layerbook/data";
import * as figures from "@layerbook/figures";
import * as layers from "@layerbook/layers";
import { expect, test } from "vitest";
import { knownEffects } from "../../website/src/programs/known-effects.ts";

test("what is said to be pure is there: a function, a class, a method or a property of the book's packages", () => {
  const { seeds, prints, pure, steady, gives, copies, steadyClasses, changingClasses, parameters } =
    knownEffects;
  const names = new Set([
    ...[seeds, prints, pure, steady, gives, copies, steadyClasses, changingClasses].flatMap((set) => [
      ...set,
    ]),
    ...parameters.keys(),
  ]);
  const optimizer = layers.SGD.prototype;
  const schedule = layers.StepLR.prototype;
  const prototypes = [layers.Tensor, layers.Module, layers.RandomGenerator].map(({ prototype }) => prototype);
  const members = [...prototypes, optimizer, schedule, [], layers.tensor(1)];
  const missing = [...names].filter(
    (name) =>
      ![data, figures, layers].some((library) => name in library) &&
      !members.some((member) => name in member),
  );
  expect(missing).toEqual([]);
});
