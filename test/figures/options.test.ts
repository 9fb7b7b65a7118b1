import { mimeBundle, type ShowOptions } from "@layerbook/figures";
import { Conv2d, rand, ShapeError, tensor } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { figureOf, headingOf, hovers, numbers } from "./plotly-figure.ts";

const matrix = rand([3, 4]);
const maps = rand([5, 9, 9]);
const trace = new Conv2d(1, 1, 2).trace(rand([1, 1, 3, 3]));

function messageOf(value: unknown, options: object): string {
  try {
    mimeBundle(value, options as ShowOptions);
  } catch (error) {
    expect(error).toBeInstanceOf(ShapeError);
    return (error as Error).message;
  }
  return "nothing was thrown";
}

test.each<[value: unknown, options: object, message: string]>([
  [matrix, { scale: "chanel" }, 'Cannot show with scale "chanel": expected "figure" or "channel"'],
  [
    matrix,
    { colorscale: "viridis" },
    'Cannot show with colorscale "viridis": expected "auto" or "sequential" or "diverging" or "gray"',
  ],
  [matrix, { layout: "grid" }, 'Cannot show with layout "grid": expected "tiles" or "image"'],
  [matrix, { plain: 1 }, "Cannot show with plain 1: expected true or false"],
  [matrix, { title: null }, "Cannot show with title null: expected a text"],
  [
    maps,
    { channels: [] },
    "Cannot show with channels []: expected a list of at least one whole number, from 0 on",
  ],
  [
    maps,
    { channels: [1.5] },
    "Cannot show with channels [1.5]: expected a list of at least one whole number, from 0 on",
  ],
  [
    maps,
    { channels: [7] },
    "Cannot draw channel 7: expected whole numbers from 0 to 4 in the option channels",
  ],
  [
    maps,
    { tittle: "Maps" },
    'Cannot show with the option "tittle": expected title, scale, colorscale, channels, layout, plain',
  ],
  [
    matrix,
    { scale: "channel" },
    'Cannot draw [3, 4] with scale "channel": expected [..., channels, height, width]. Leave out the option scale',
  ],
  [
    matrix,
    { channels: [0] },
    "Cannot draw [3, 4] with channels [0]: expected [..., channels, height, width]. Leave out the option channels",
  ],
  [
    rand([4]),
    { colorscale: "gray" },
    'Cannot draw [4] with colorscale "gray": expected [..., height, width]. Leave out the option colorscale',
  ],
  [
    rand([3, 8, 8]),
    { layout: "image", channels: [2] },
    "Cannot draw an image with channels [2]: expected all of its channels, as its own colours. Leave out the option channels",
  ],
  [
    trace,
    { scale: "channel" },
    'Cannot draw a trace of convolution with scale "channel": expected a tensor. Leave out the option scale',
  ],
  [
    { data: [], layout: {} },
    { title: "Mine" },
    'Cannot draw what a value brings itself with title "Mine": expected a value that is drawn here. Leave out the option title',
  ],
])("of %s, %j is refused", (value, options, message) => {
  expect(messageOf(value, options)).toBe(message);
});

test("an option's default fits every value", () => {
  const defaults: ShowOptions = { scale: "figure", colorscale: "auto", layout: "tiles" };
  for (const value of [rand([]), rand([0, 3]), rand([4]), matrix, maps, trace, "text"])
    expect(mimeBundle(value, defaults)).toEqual(mimeBundle(value));
});

test("the title stands above the text too, as text", () => {
  for (const value of [rand([]), rand([0, 3]), rand([4]), matrix, trace, "text"]) {
    const [first, ...rest] = mimeBundle(value, { title: "One\ntitle" })["text/plain"].split("\n");
    expect(first).toBe("One title");
    expect(rest.join("\n")).toBe(mimeBundle(value)["text/plain"]);
  }
});

describe('scale "channel" of a batch', () => {
  // Two samples of two channels: the largest sizes, over both samples, are 4 and 200.
  const batch = tensor(
    [1, 2, 100, -200, 4, -3, 50, 10].flatMap((value) => Array(128).fill(value)),
    { shape: [2, 2, 16, 16] },
  );
  const figure = figureOf(batch, { scale: "channel" });

  test("colours a channel alike in every sample, from its own largest size", () => {
    const colours = figure.frames!.map(({ data }) => [
      ...new Set(numbers(data[0]!.z).values.filter((value) => !Number.isNaN(value))),
    ]);
    const expected = [
      [0.25, 0.5, 0.5, -1],
      [1, -0.75, 0.25, 0.05],
    ];
    colours.forEach((found, frame) => {
      expect(found.map((value) => Number(value.toFixed(6))).sort()).toEqual(
        [...new Set(expected[frame])].sort(),
      );
    });
    expect(headingOf(figure)).toContain("each channel to its own largest size");
  });

  test("still tells each value's index and the value itself", () => {
    expect(hovers(figure, 1).find(({ text }) => text.startsWith("[1, 1, 0, 0]"))?.text).toBe(
      "[1, 1, 0, 0] = 50",
    );
  });
});
