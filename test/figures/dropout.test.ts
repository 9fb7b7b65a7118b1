import { describe as describeValue, mimeBundle } from "@layerbook/figures";
import {
  Dropout,
  Dropout2d,
  manualSeed,
  RandomGenerator,
  rand,
  randn,
  tensor,
  zeros,
} from "@layerbook/layers";
import { beforeEach, describe, expect, test } from "vitest";
import { type Figure, figureOf, headingOf, hovers, numbers, svgOf } from "./plotly-figure.ts";

beforeEach(() => manualSeed(1));

/** The values of a panel, or of what is laid over it, as rows. */
function rows(figure: Figure, place: number): number[][] {
  const { shape, values } = numbers(figure.data[place]?.z);
  const [height, width] = shape as [number, number];
  return Array.from({ length: height }, (_, row) => values.slice(row * width, (row + 1) * width));
}

const [input, mask, output, dropped] = [0, 1, 2, 3];
const none = Number.NaN;

/** Drops every second number. */
class EverySecond extends RandomGenerator {
  #draws = 0;
  override uniform53(): number {
    return this.#draws++ % 2;
  }
}

describe("the worked example, every second of [[1, 2, 0], [-4, 5, 3]] dropped", () => {
  const layer = new Dropout(0.2, { generator: new EverySecond(0) });
  const trace = layer.trace(
    tensor([
      [1, 2, 0],
      [-4, 5, 3],
    ]),
  );
  const figure = figureOf(trace);

  test("has input, mask and output, as computed by hand, and what is dropped laid over the output", () => {
    expect(rows(figure, input)).toEqual([
      [1, 2, 0],
      [-4, 5, 3],
    ]);
    expect(rows(figure, mask)).toEqual([
      [1, 0, 1],
      [0, 1, 0],
    ]);
    expect(rows(figure, output)).toEqual([
      [1.25, 0, 0],
      [0, 6.25, 0],
    ]);
    expect(rows(figure, dropped)).toEqual([
      [none, 0, none],
      [0, none, 0],
    ]);
    expect(figure.layout.annotations.map(({ text }: { text: string }) => text)).toEqual([
      "input",
      "mask",
      "output",
    ]);
  });

  test("has one colour scale for input and output, and greys for the mask and what is dropped", () => {
    const scales = figure.data.map(({ coloraxis }) => coloraxis);
    expect(scales).toEqual(["coloraxis", "coloraxis2", "coloraxis", "coloraxis2"]);
    expect(figure.layout.coloraxis).toMatchObject({ cmin: -6.25, cmax: 6.25 });
    expect(figure.layout.coloraxis2.colorscale).toEqual([
      [0, "#000000"],
      [1, "#ffffff"],
    ]);
  });

  test("says what a cell is where the pointer is", () => {
    const texts = figure.data.map((data) => hovers({ ...figure, data: [data] }).map(({ text }) => text));
    expect(texts[input]?.[3]).toBe("input [1, 0] = -4");
    expect(texts[mask]?.[3]).toBe("mask [1, 0] = 0");
    expect(texts[output]?.[0]).toBe("output [0, 0] = 1.25");
    expect(texts[dropped]).toEqual(["dropped [0, 1] = 0", "dropped [1, 0] = 0", "dropped [1, 2] = 0"]);
  });

  test("has its numbers in the picture and in the text too, and grey for what is dropped", () => {
    const svg = svgOf(trace, { title: "Half <gone>" });
    for (const text of [">6.25</text>", "Half &lt;gone&gt;", ">mask</text>", "Dropout, p = 0.2"]) {
      expect(svg).toContain(text);
    }
    // Three in the mask, three in the output.
    expect(svg.match(/fill="#8f8f8f"/g)?.length).toBe(6);
    expect(svg).toContain(`<desc>${describeValue(trace)}</desc>`);
    expect(mimeBundle(trace)["text/plain"].split("\n")).toEqual([
      describeValue(trace),
      "input",
      " 1  2  0",
      "-4  5  3",
      "mask",
      "1  0  1",
      "0  1  0",
      "output",
      "1.25     0  0",
      "   0  6.25  0",
    ]);
  });

  test("is described with what it drops and the range of its output", () => {
    expect(describeValue(trace)).toBe(
      "Dropout of 6 values with p = 0.2 drops 3 (50%) and multiplies the others by 1.25: the output goes from 0 to 6.25.",
    );
    expect(headingOf(figure)).toMatch(
      /Dropout, p = 0.2 +float32 \[2, 3\] · 3 \(50%\) of 6 values dropped +output = input × mask × 1.25, grey where dropped/,
    );
  });
});

test("in evaluation nothing is grey, and heading and description say so", () => {
  const trace = new Dropout(0.3).eval().trace(tensor([1, 2]));
  const figure = figureOf(trace);
  expect(numbers(figure.data[dropped]?.z).values).toEqual([none, none]);
  expect(headingOf(figure)).toContain("in evaluation nothing is dropped");
  expect(describeValue(trace)).toBe(
    "Dropout of 2 values with p = 0.3 changes nothing in evaluation: the output, which is the input, goes from 1 to 2.",
  );
});

test("few columns stand in one row of panels, more of them one under the other", () => {
  const left = (figure: Figure) => [1, 2, 3].map((n) => figure.layout[`xaxis${n === 1 ? "" : n}`].domain[0]);
  expect(new Set(left(figureOf(new Dropout().trace(rand([4, 4]))))).size).toBe(3);
  expect(left(figureOf(new Dropout().trace(rand([4, 30]))))).toEqual([0, 0, 0]);
  expect(left(figureOf(new Dropout().trace(rand([6]))))).toEqual([0, 0, 0]);
});

test("whole channels are grey, the first sample is shown, and hovering has all its indices", () => {
  const trace = new Dropout2d(0.5, { generator: new EverySecond(0) }).trace(rand([2, 3, 4, 5]));
  const figure = figureOf(trace);
  const grey = figure.data.find(({ hovertemplate }) =>
    hovertemplate?.startsWith("dropped"),
  ) as Figure["data"][0];
  const cells = hovers({ ...figure, data: [grey] });
  expect(cells.length).toBe(4 * 5);
  expect(cells.every(({ text }) => text.startsWith("dropped [0, 1, "))).toBe(true);
  expect(headingOf(figure)).toContain("index [0] shown, of 2");
});

test("what is not finite has its mark, and is not hidden by grey where it is dropped", () => {
  const layer = new Dropout(0.5, { generator: new EverySecond(0) });
  const figure = figureOf(layer.trace(tensor([[Number.NaN, Number.POSITIVE_INFINITY, 1]])));
  const marks = figure.data.filter(({ mode }) => mode === "markers").map(({ text }) => text);
  expect(marks).toEqual([
    ["[0, 0] = NaN", "[0, 1] = +inf"],
    ["[0, 0] = NaN", "[0, 1] = NaN"],
  ]);
  const grey = figure.data.at(-1);
  expect(numbers(grey?.z).values).toEqual([none, none, none]);
  expect(headingOf(figure)).toContain("4 values not finite");
});

test.each([false, true])(
  "a large map is sampled to fit into 1 MiB, the same in all panels, plain %s",
  (plain) => {
    const trace = new Dropout(0.4).trace(rand([1, 400, 500]).add(1));
    const bundle = mimeBundle(trace, { plain, title: "Sampled" });
    expect(Buffer.byteLength(JSON.stringify(bundle))).toBeLessThanOrEqual(1024 * 1024);
    const figure = bundle["application/vnd.plotly.v1+json"] as Figure;
    expect(headingOf(figure)).toMatch(/one value of every (\d) x \1 shown/);
    const [x, m, y] = [input, mask, output].map((place) => numbers(figure.data[place]?.z).values);
    expect(x?.length).toBeGreaterThan(5000);
    for (const [i, value] of x?.entries() ?? []) {
      expect(y?.[i]).toBeCloseTo((value * (m?.[i] as number)) / 0.6, 4);
    }
  },
);

test("a number alone and a vector are drawn too, nothing is told in one sentence", () => {
  expect(numbers(figureOf(new Dropout(0).trace(tensor(3))).data[input]?.z)).toEqual({
    shape: [1, 1],
    values: [3],
  });
  expect(numbers(figureOf(new Dropout().trace(randn([7]))).data[input]?.z).shape).toEqual([1, 7]);
  const nothing = mimeBundle(new Dropout().trace(zeros([0, 3])));
  expect(nothing).toEqual({
    "text/plain":
      "Dropout of 0 values with p = 0.5 drops 0 and multiplies the others by 2: the output has no finite value.",
  });
});
