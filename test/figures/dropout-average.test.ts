import { describe as describeValue, dropoutAverage } from "@layerbook/figures";
import { rand, ShapeError, tensor } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { type Figure, figureOf, headingOf, numbers, svgOf } from "./plotly-figure.ts";

/** The cells of a map at a position of the slider: 1 this draw, 2 the mean so far; null where a cell is empty. */
function cells(figure: Figure, map: 1 | 2, position: number): (number | null)[] {
  const trace = figure.data.findIndex(({ type, xaxis }) => type === "heatmap" && xaxis === `x${map + 1}`);
  const { data, traces } = figure.frames![position]!;
  const { values } = numbers(data[traces.indexOf(trace)]!.z);
  return values.map((value) => (Number.isNaN(value) ? null : Number(value.toFixed(4))));
}

describe("the worked example, [3, 6, 9, 12] with p = 0.25", () => {
  const x = tensor([3, 6, 9, 12], { dtype: "float64" });
  // The first mask of this seed is 1 0 1 1.
  const average = dropoutAverage(x, { p: 0.25, draws: 40, seed: 9 });
  const figure = figureOf(average);

  test("what is kept is divided by 0.75, what is dropped is left empty", () => {
    expect(cells(figure, 1, 0)).toEqual([4, null, 12, 16]);
    for (let draw = 0; draw < 40; draw++) {
      for (const [i, value] of cells(figure, 1, draw).entries())
        expect([null, [4, 8, 12, 16][i]]).toContain(value);
    }
  });

  test("the mean so far is that of the draws, and nears the input", () => {
    const sum = [0, 0, 0, 0];
    for (let draw = 0; draw < 40; draw++) {
      for (const [i, value] of cells(figure, 1, draw).entries()) sum[i]! += value ?? 0;
      const mean = sum.map((total) => total / (draw + 1));
      for (const [i, value] of cells(figure, 2, draw).entries()) expect(value).toBeCloseTo(mean[i]!, 3);
    }
    for (const [i, value] of cells(figure, 2, 39).entries())
      expect(Math.abs(value! - [3, 6, 9, 12][i]!)).toBeLessThan(2.5);
  });

  test("the distance is the root mean square, beside what is expected", () => {
    // √((1 + 36 + 9 + 16) / 4), and √(1/3) times √((9 + 36 + 81 + 144) / 4), then half of that after four draws.
    const lines = figure.data.filter(({ mode }) => mode === "lines");
    const [expected, measured] = lines.map(({ y }) => numbers(y).values);
    expect(measured![0]).toBeCloseTo(3.937004, 6);
    expect([expected![0], expected![3]].map((value) => value!.toFixed(4))).toEqual(["4.7434", "2.3717"]);
    expect(headingOf(figure)).toMatch(/float64 \[4\] .*empty: dropped/);
  });

  test("it reads as a sentence, as text and as a picture", () => {
    expect(describeValue(average)).toMatch(
      /^Dropout of 4 values in 40 draws: with p = 0.25 the first is 3.94 away from the input and the mean of all [\d.]+, where 0.75 is expected\.$/,
    );
    expect(average.bundle["text/plain"].split("\n").slice(1, 4)).toEqual([
      "columns: draws, distance of their mean from the input, expected",
      "p = 0.25",
      expect.stringMatching(/^ 1 +3\.937 +4\.743$/),
    ]);
    for (const text of ["draw 1", "draw 4", "draw 40", "3.94 away"])
      expect(svgOf(average)).toContain(`>${text}</text>`);
  });
});

test("each p has a button, and what one p keeps a smaller one keeps too", () => {
  const figure = figureOf(dropoutAverage(rand([4, 5]).add(1), { p: [0.2, 0.8], draws: 5 }));
  const { buttons } = figure.layout.updatemenus[1];
  expect(buttons.map(({ label }: { label: string }) => label)).toEqual(["p = 0.2", "p = 0.8"]);
  const draws = figure.data.flatMap(({ type, xaxis }, i) =>
    type === "heatmap" && xaxis === "x2" ? [i] : [],
  );
  const [few, many] = draws.map((trace) => numbers(figure.data[trace]!.z).values.map(Number.isFinite));
  expect(many!.filter((kept, i) => kept && !few![i])).toEqual([]);
  expect(figure.layout.sliders[0].steps).toHaveLength(5);
});

test("with p = 0 nothing changes", () => {
  const average = dropoutAverage(tensor([1, 2]), { p: 0, draws: 2 });
  expect(average.description).toBe(
    "Dropout of 2 values in 2 draws: with p = 0 the first is 0 away from the input and the mean of all 0, where 0 is expected.",
  );
  expect(svgOf(average)).not.toMatch(/="[^"]*(NaN|Infinity|undefined)/);
});

test("the largest one takes less than 1 MiB, its numbers plain too", () => {
  for (const plain of [false, true]) {
    const options = { p: [0.1, 0.5, 0.9], draws: 41, plain };
    const { bundle } = dropoutAverage(rand([16, 16]), options);
    expect(JSON.stringify(bundle).length).toBeLessThan(2 ** 20);
    expect(Object.keys(bundle)).toContain("application/vnd.plotly.v1+json");
  }
});

test("what is not finite is said, and a title is text", () => {
  const average = dropoutAverage(tensor([Number.NaN, 1]), { title: "<script>" });
  expect(headingOf(figureOf(average))).toMatch(/^ <script>.*numbers that are not finite are left out/);
  expect(svgOf(average)).not.toMatch(/<script>|="[^"]*NaN/);
});

test.each<[x: unknown, options: unknown, message: string]>([
  [5, {}, "Cannot draw dropout's average of 5: expected a vector or a matrix of 1 to 256 numbers"],
  [
    rand([20, 20]),
    {},
    "Cannot draw dropout's average of a tensor [20, 20]: expected a vector or a matrix of 1 to 256 numbers",
  ],
  [
    rand([2]),
    { p: 1 },
    "Cannot draw dropout's average with p 1: expected a number from 0 to below 1, or a list of 1 to 3 of them",
  ],
  [
    rand([2]),
    { p: "half" },
    'Cannot draw dropout\'s average with p "half": expected a number from 0 to below 1, or a list of 1 to 3 of them',
  ],
  [
    rand([2]),
    { draws: 100 },
    "Cannot draw dropout's average with draws 100: expected a whole number from 2 to 41",
  ],
  [
    rand([2]),
    { passes: 5 },
    'Cannot draw dropout\'s average with the option "passes": expected p, draws, seed, title, plain',
  ],
  [rand([2]), null, "Cannot draw dropout's average with null: expected an object of options"],
])("%j with %j is refused", (x, options, message) => {
  const draw = () => dropoutAverage(x as ReturnType<typeof rand>, options as object);
  expect(draw).toThrow(new ShapeError(message));
});
