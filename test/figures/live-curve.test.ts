import { lossCurve, show } from "@layerbook/figures";
import { FormatError, ShapeError, tensor } from "@layerbook/layers";
import { afterEach, expect, test, vi } from "vitest";
import { listen } from "./host.ts";
import { figureOf, numbers } from "./plotly-figure.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** Steps and values of the curve's series, by name. */
function points(curve: unknown): Record<string, (readonly number[])[]> {
  return Object.fromEntries(
    figureOf(curve).data.map(({ name, x, y }) => [name, [numbers(x).values, numbers(y).values]]),
  );
}

test("what is pushed stands at the next step, or at the one that is named", () => {
  listen();
  const curve = lossCurve();
  curve.push({ train: 4 });
  curve.push({ train: 3, held: 3.5 });
  curve.push({ train: 2 });
  curve.push({ held: 2.5 }, curve.step);
  curve.push({ train: 1 }, 10);
  expect(curve.step).toBe(10);
  expect(points(curve)).toEqual({
    train: [
      [1, 2, 3, 10],
      [4, 3, 2, 1],
    ],
    held: [
      [2, 3],
      [3.5, 2.5],
    ],
  });
});

test("a curve that was pushed is the curve that was given whole", () => {
  listen();
  const pushed = lossCurve({ train: [], test: [] }, { title: "Run" });
  pushed.push({ train: 4, test: 5 });
  pushed.push({ train: 3, test: 4 });
  const whole = lossCurve({ train: [4, 3], test: [5, 4] }, { title: "Run" });
  expect(pushed.bundle).toEqual(whole.bundle);
  expect(pushed.description).toBe(whole.description);
});

test("a number alone belongs to the one series, or is the loss", () => {
  listen();
  const [loss, error] = [lossCurve(), lossCurve({ error: [] })];
  loss.push(3);
  error.push(2);
  expect([points(loss), points(error)]).toEqual([{ loss: [[1], [3]] }, { error: [[1], [2]] }]);
});

test("it is drawn in one place, three times a second at most, and its last state when the cell ends", () => {
  vi.useFakeTimers({ now: 0 });
  const cell = listen();
  const curve = lossCurve();
  for (let step = 1; step <= 1000; step++) {
    curve.push(1 / step);
    vi.setSystemTime(Date.now() + 3);
  }
  expect(cell.updates).toBeGreaterThan(8);
  expect(cell.updates).toBeLessThanOrEqual(10);
  cell.end();
  expect(cell.texts).toEqual([curve.bundle["text/plain"]]);
  expect(cell.texts[0]).toContain("over 1,000 values");
});

test("what was pushed before a wait is drawn during the wait", () => {
  vi.useFakeTimers({ now: 0 });
  const cell = listen();
  const curve = lossCurve();
  curve.push(2);
  curve.push(1);
  expect(cell.texts[0]).toContain("loss 2 at step 1");
  vi.advanceTimersByTime(300);
  expect(cell.texts[0]).toContain("from 2 to 1");
});

test("while the cell runs it is a picture, and plotly's figure comes when the cell ends, once", () => {
  // JupyterLab's renderer of plotly never draws a second figure in the place of its first.
  vi.useFakeTimers({ now: 0 });
  const cell = listen();
  const curve = lossCurve();
  curve.push(2);
  curve.push(1);
  expect(Object.keys(cell.bundles[0]!)).toEqual(["text/plain", "image/svg+xml"]);
  const { updates } = cell;
  cell.end();
  expect(cell.updates).toBe(updates + 1);
  expect(cell.bundles).toEqual([curve.bundle]);
  expect(Object.keys(curve.bundle)).toContain("application/vnd.plotly.v1+json");
});

test("a curve that was only made, or is shown, draws nothing by itself", () => {
  const cell = listen();
  const curve = lossCurve([3, 2]);
  expect(cell.texts).toEqual([]);
  show(curve);
  expect(cell.texts).toEqual([curve.bundle["text/plain"]]);
});

test("right axes may be named before there is a series", () => {
  listen();
  const curve = lossCurve({}, { rightAxis: ["accuracy"] });
  curve.push({ train: 2, accuracy: 0.5 });
  expect(figureOf(curve).data.map(({ yaxis }) => yaxis)).toEqual([undefined, "y2"]);
});

test.each<
  [values: unknown, step: number | undefined, kind: typeof FormatError | typeof ShapeError, message: string]
>([
  [
    "0.3",
    undefined,
    FormatError,
    'Cannot push "0.3" to a loss curve: expected a number, or numbers by name, as in push({ train: 0.3 })',
  ],
  [
    [0.3],
    undefined,
    FormatError,
    "Cannot push an array of numbers to a loss curve: expected a number, or numbers by name, as in push({ train: 0.3 })",
  ],
  [
    { train: tensor(0.3) },
    undefined,
    FormatError,
    'Cannot push a tensor [] to the series "train": expected a number, such as the item() of a tensor',
  ],
  [
    0.3,
    undefined,
    FormatError,
    "Cannot push 0.3 to the 2 series train, test: expected values by name, as in push({ train: 0.3 })",
  ],
  [
    { test: 0.3, train: 0.2 },
    2,
    ShapeError,
    'Cannot push to the series "train" at step 2: expected a number above 2, its last',
  ],
  [{ more: 1 }, Number.NaN, ShapeError, 'Cannot push to the series "more" at step NaN: expected a number'],
])("pushing %j at step %j is refused, and nothing is added", (values, step, kind, message) => {
  const cell = listen();
  const curve = lossCurve({ train: [3, 2], test: [] });
  const before = curve.bundle;
  const push = () => curve.push(values as number, step);
  expect(push).toThrow(kind);
  expect(push).toThrow(new kind(message));
  expect(curve.bundle).toEqual(before);
  expect(cell.texts).toEqual([]);
});
