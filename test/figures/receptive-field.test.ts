import { describe as describeValue, receptiveField } from "@layerbook/figures";
import { Conv1d, Conv2d, rand, randn, ShapeError, tensor, zeros } from "@layerbook/layers";
import { describe, expect, test } from "vitest";
import { type Figure, figureOf, headingOf, numbers, svgOf } from "./plotly-figure.ts";

const [inputs, outputs] = ["x", "x2"];

/** The weights shown over a map while the slider of the other map is at a position; null where there is none. */
function weights(figure: Figure, axis: string, position: number): (number | null)[] {
  const group = axis === inputs ? "0:" : "1:";
  const { data, traces } = figure.frames!.find(({ name }) => name === `${group}${position}`)!;
  const place = traces.findIndex((trace) => {
    const { type, xaxis } = figure.data[trace]!;
    return type === "heatmap" && xaxis === axis;
  });
  return numbers(data[place]!.z).values.map((value) => (Number.isNaN(value) ? null : value));
}

describe("the worked example, [[1, 2, 0], [0, 1, 3], [2, 1, 0]] by [[1, 0], [-1, 2]]", () => {
  const layer = new Conv2d(1, 1, 2, { bias: false, dtype: "float64" });
  layer.weight.assign([
    [
      [
        [1, 0],
        [-1, 2],
      ],
    ],
  ]);
  const image = [
    [1, 2, 0],
    [0, 1, 3],
    [2, 1, 0],
  ];
  const field = receptiveField(layer, tensor([image], { dtype: "float64" }));
  const figure = figureOf(field);

  test("an output is made of the inputs below its window, by the kernel", () => {
    expect(weights(figure, inputs, 0)).toEqual([1, 0, null, -1, 2, null, null, null, null]);
    expect(weights(figure, inputs, 1)).toEqual([null, 1, 0, null, -1, 2, null, null, null]);
  });

  test("an input is part of outputs by the kernel after half a turn, or what of it fits", () => {
    // In the middle, at the upper left, and at the right of the middle row.
    expect(weights(figure, outputs, 4)).toEqual([2, -1, 0, 1]);
    expect(weights(figure, outputs, 0)).toEqual([1, null, null, null]);
    expect(weights(figure, outputs, 5)).toEqual([null, 2, null, 0]);
  });

  test("hovering a number names the part of the other map that it is linked to", () => {
    const named = figure.data.flatMap(({ text }) => (text ? [(text as unknown as string[][]).flat()] : []));
    expect(named.map((texts) => texts.length)).toEqual([9, 4]);
    expect(named[0]![4]).toBe("input [1, 1] = 1, part of outputs in rows 0 to 1, columns 0 to 1");
    expect(named[1]![1]).toBe("output [0, 1] = 7, made of inputs in rows 0 to 1, columns 1 to 2");
  });

  test("the pointer on a number can lead to its place on the slider, as plain data", () => {
    const { links } = figure.layout.meta as {
      links: { trace: number; slider: number; positions: number[][] }[];
    };
    expect(links.map(({ slider, positions }) => [slider, positions])).toEqual([
      [
        1,
        [
          [0, 1, 2],
          [3, 4, 5],
          [6, 7, 8],
        ],
      ],
      [
        0,
        [
          [0, 1],
          [2, 3],
        ],
      ],
    ]);
    for (const { trace } of links) expect(figure.data[trace]!.type).toBe("heatmap");
  });

  test("each way has a slider of its own, which its button shows", () => {
    const { sliders, updatemenus } = figure.layout;
    expect(sliders.map(({ steps }: { steps: unknown[] }) => steps.length)).toEqual([4, 9]);
    expect(sliders.map(({ visible = true }) => visible)).toEqual([true, false]);
    expect(updatemenus.at(-1).buttons.map(({ args }: { args: unknown[][] }) => args[0])).toEqual([
      ["view 0"],
      ["view 1"],
    ]);
    const view = figure.frames!.find(({ name }) => name === "view 1") as unknown as {
      layout: object;
      data: { visible: boolean }[];
    };
    expect(view.layout).toEqual({
      "sliders[0].visible": false,
      "updatemenus[0].visible": false,
      "sliders[1].visible": true,
      "updatemenus[1].visible": true,
    });
    expect(view.data.map(({ visible }) => visible)).toEqual(figure.data.map(({ visible }) => !visible));
    // Each plays its own frames.
    expect(
      updatemenus.slice(0, 2).map((menu: { buttons: { args: unknown[] }[] }) => menu.buttons[0]!.args[0]),
    ).toEqual(["0:", "1:"]);
  });

  test("it reads as a sentence, as text and as a picture", () => {
    const sentence =
      "Convolution of 3 by 3 inputs to 2 by 2 outputs: an output is made of 4 inputs, an input is part of 1 to 4 outputs.";
    expect(describeValue(field)).toBe(sentence);
    expect(field.bundle["text/plain"].split("\n")).toEqual([
      sentence,
      "output [0, 0] = 3, made of inputs in rows 0 to 1, columns 0 to 1, by 1 0 -1 2",
      "output [0, 1] = 7, made of inputs in rows 0 to 1, columns 1 to 2, by 1 0 -1 2",
      "output [1, 1] = 0, made of inputs in rows 1 to 2, columns 1 to 2, by 1 0 -1 2",
      "input [0, 0] = 1, part of outputs in row 0, column 0, by 1",
      "input [1, 1] = 1, part of outputs in rows 0 to 1, columns 0 to 1, by 2 -1 0 1",
      "input [2, 2] = 0, part of outputs in row 1, column 1, by 2",
    ]);
    for (const text of ["output [0, 1]", "input [1, 1]", "output → inputs: input"])
      expect(svgOf(field)).toContain(`>${text}</text>`);
  });
});

test.each([
  ["stride and padding", { stride: 2, padding: 1 }],
  ["dilation", { dilation: 2 }],
  ["padding that repeats the edge", { padding: 1, paddingMode: "replicate" }],
  ["padding that mirrors", { padding: 2, paddingMode: "reflect", stride: 2 }],
  ["padding that goes round", { padding: 1, paddingMode: "circular", stride: 2 }],
  ["groups", { groups: 2 }],
] as const)("with %s too, inputs by their weights add up to the output", (_, options) => {
  const layer = new Conv2d(2, 2, 3, { ...options, dtype: "float64" });
  const x = randn([2, 6, 6], { dtype: "float64" });
  const channels = "groups" in options ? 1 : 2;
  const wanted = layer.forward(x).select(0, 1).toTypedArray();
  const total = new Array<number>(wanted.length).fill(layer.bias!.at(1));
  for (let channel = 0; channel < channels; channel++) {
    const figure = figureOf(receptiveField(layer, x, { outputChannel: 1, inputChannel: channel }));
    // The group of output channel 1 reads input channel 1 alone.
    const map = x.select(0, channels === 1 ? 1 : channel).toTypedArray();
    for (const position of total.keys()) {
      for (const [i, weight] of weights(figure, inputs, position).entries())
        total[position]! += (weight ?? 0) * map[i]!;
    }
  }
  for (const [position, value] of wanted.entries()) expect(total[position]).toBeCloseTo(value, 5);
});

test("of a large map the sliders go over places spread evenly, within 1 MiB", () => {
  for (const plain of [false, true]) {
    const field = receptiveField(new Conv2d(1, 1, 5, { padding: 2 }), rand([1, 16, 16]), { plain });
    const figure = figureOf(field);
    expect(figure.layout.sliders.map(({ steps }: { steps: unknown[] }) => steps.length)).toEqual([41, 41]);
    expect(JSON.stringify(field.bundle).length).toBeLessThan(2 ** 20);
    expect(headingOf(figure)).toContain("41 places on each slider at most");
  }
});

test("what a stride never reads is part of nothing, and a title is text", () => {
  const field = receptiveField(new Conv2d(1, 1, 1, { stride: 2 }), zeros([1, 3, 3]), { title: "<b>Strided" });
  expect(field.description).toContain("an output is made of 1 input, an input is part of 0 to 1 output");
  expect(field.bundle["text/plain"]).toContain("input [1, 1] = 0, part of no output");
  expect(svgOf(field)).toContain("&lt;b&gt;Strided");
});

const layer = new Conv2d(3, 2, 3);
test.each<[layer: unknown, input: unknown, options: object, message: string]>([
  [
    new Conv1d(1, 1, 2),
    rand([1, 4]),
    {},
    "Cannot draw a receptive field of Conv1d(1, 1, kernelSize: [2]): expected a Conv2d",
  ],
  [layer, 5, {}, "Cannot draw a receptive field in 5: expected [3, height, width] of at most 16 by 16"],
  [
    layer,
    rand([3, 20, 20]),
    {},
    "Cannot draw a receptive field in a tensor [3, 20, 20]: expected [3, height, width] of at most 16 by 16",
  ],
  [
    new Conv2d(1, 1, 1, { padding: 3 }),
    rand([1, 16, 16]),
    {},
    "Cannot draw a receptive field with an output of 22 by 22: expected at most 16 by 16. Leave out some padding",
  ],
  [
    layer,
    rand([3, 5, 5]),
    { outputChannel: 2 },
    "Cannot draw a receptive field with outputChannel 2: there are 2, counted from 0",
  ],
  [
    layer,
    rand([3, 5, 5]),
    { inputChannel: 3 },
    "Cannot draw a receptive field with inputChannel 3: there are 3, counted from 0",
  ],
  [
    layer,
    rand([3, 5, 5]),
    { channel: 0 },
    'Cannot draw a receptive field with the option "channel": expected outputChannel, inputChannel, title, plain',
  ],
])("%s on %j with %j is refused", (one, input, options, message) => {
  const draw = () => receptiveField(one as Conv2d, input as ReturnType<typeof rand>, options);
  expect(draw).toThrow(new ShapeError(message));
});
