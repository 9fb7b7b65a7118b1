import { describe as describeValue, thinnedNetwork } from "@layerbook/figures";
import {
  Dropout,
  Flatten,
  Linear,
  manualSeed,
  ones,
  RandomGenerator,
  ReLU,
  rand,
  Sequential,
  ShapeError,
  tensor,
  zeros,
} from "@layerbook/layers";
import { expect, test } from "vitest";
import { figureOf, numbers, svgOf } from "./plotly-figure.ts";

/** 2 - 2 - 1 neurons, weights 1 and no bias: each neuron is the sum of those before it that stay, times 2 where it may go. */
function worked(): Sequential {
  const [first, second] = [new Linear(2, 2, { bias: false }), new Linear(2, 1, { bias: false })];
  first.weight.assign([
    [1, 1],
    [1, 1],
  ]);
  second.weight.assign([[1, -1]]);
  return new Sequential(first, new ReLU(), new Dropout(0.5), second);
}
const x = tensor([1, 2]);
const draws = 12;
const figure = figureOf(thinnedNetwork(worked(), x, { draws, seed: 3 }));

/** The numbers in the neurons at a position, "" where one is dropped. */
function neuronsAt(position: number): string[] {
  const { data, traces } = figure.frames![position]!;
  const trace = figure.data.findIndex(({ mode }) => mode === "text");
  return data[traces.indexOf(trace)]!.text!.map((text) => text.trim());
}

/** How many lines there are at a position: red, blue and those of crosses. */
function linesAt(position: number): number[] {
  const { data, traces } = figure.frames![position]!;
  return ["#d6604d", "#4393c3", "#777777"].map((color) =>
    figure.data.reduce((count, still, trace) => {
      const line = still.line as { color: string } | undefined;
      if (still.mode !== "lines" || still.fill || line?.color !== color) return count;
      const moved = traces.indexOf(trace);
      return count + Math.floor((numbers((moved < 0 ? still : data[moved]!).x).values.length + 1) / 3);
    }, 0),
  );
}

test("in evaluation nothing is dropped, and every line is there", () => {
  expect(neuronsAt(0)).toEqual(["1", "2", "3", "3", "0"]);
  expect(linesAt(0)).toEqual([5, 1, 0]);
});

test("a dropped neuron has no number, a cross of two lines, and none to its neighbours; those that stay are doubled", () => {
  const seen = new Set<string>();
  for (let draw = 1; draw <= draws; draw++) {
    const [, , upper, lower, output] = neuronsAt(draw);
    seen.add(`${upper} ${lower}`);
    expect(["", "6"]).toContain(upper);
    expect(["", "6"]).toContain(lower);
    expect(Number(output)).toBe(Number(upper) - Number(lower));
    const [up, down] = [upper !== "" ? 1 : 0, lower !== "" ? 1 : 0];
    expect(linesAt(draw)).toEqual([2 * (up + down) + up, down, 2 * (2 - up - down)]);
  }
  expect(seen.size).toBe(4);
});

test("the masks are those of the layer with a generator of that seed", () => {
  const dropout = new Dropout(0.5, { generator: new RandomGenerator(3) });
  for (let draw = 1; draw <= draws; draw++) {
    const mask = dropout.trace(tensor([3, 3])).mask.toArray();
    expect(
      neuronsAt(draw)
        .slice(2, 4)
        .map((text) => (text === "" ? 0 : 1)),
    ).toEqual(mask);
  }
});

test("it reads as a sentence, as text and as a picture that fits a telephone", () => {
  const network = thinnedNetwork(worked(), x, { draws: 2, seed: 3, title: "<i>Thin</i>" });
  expect(describeValue(network)).toMatch(
    /^Network of 2 - 2 - 1 neurons in 2 passes with dropout of p = 0\.5: [012]( to [12])? of 5 neurons are dropped, and [036]( to [36])? of 6 lines stay\.$/,
  );
  const lines = network.bundle["text/plain"].split("\n");
  expect(lines.slice(0, 1)).toEqual(["<i>Thin</i>"]);
  expect(lines.slice(2, 4)).toEqual(["neurons column by column, x: dropped", "evaluation: 1 2 | 3 3 | 0"]);
  expect(lines.slice(4)).toEqual([
    expect.stringMatching(/^draw 1: 1 2 \| [6x] [6x] \| (0|-?6)$/),
    expect.stringMatching(/^draw 2: 1 2 \| [6x] [6x] \| (0|-?6)$/),
  ]);
  expect(svgOf(network)).toContain('viewBox="0 0 360 ');
});

test("the network, its mode and the reader's random numbers stay as they were", () => {
  const network = worked();
  manualSeed(1);
  const expected = rand([2]).toArray();
  manualSeed(1);
  thinnedNetwork(network, x);
  expect(rand([2]).toArray()).toEqual(expected);
  expect(network.layers.every(({ training }) => training)).toBe(true);
});

test("the largest one takes less than 1 MiB, its numbers plain too", () => {
  const wide = () => new Linear(16, 16);
  const network = new Sequential(new Dropout(0.1), wide(), new Dropout(0.1), wide(), wide(), wide());
  for (const plain of [false, true]) {
    const { bundle } = thinnedNetwork(network, ones([16]), { plain });
    expect(JSON.stringify(bundle).length).toBeLessThan(2 ** 20);
    expect(Object.keys(bundle)).toContain("application/vnd.plotly.v1+json");
  }
});

test.each<[network: unknown, x: unknown, options: object, message: string]>([
  [
    new Linear(2, 2),
    x,
    {},
    "Cannot draw a thinned network of Linear(2, 2): expected a Sequential of 1 to 4 Linear with Dropout between them",
  ],
  [
    new Sequential(new Dropout(), new Linear(17, 2)),
    zeros([17]),
    {},
    "Cannot draw a thinned network of 17 neurons side by side: expected at most 16",
  ],
  [
    worked(),
    zeros([3, 2]),
    {},
    "Cannot draw a thinned network for a tensor [3, 2]: expected one sample, a tensor [2]",
  ],
  [
    new Sequential(new Linear(2, 2), new Flatten(0), new Dropout(), new Sequential(new Linear(2, 1))),
    x,
    {},
    "Cannot draw a thinned network through Sequential: expected Linear, Dropout, and layers that keep the shape [2]",
  ],
  [
    worked(),
    x,
    { draws: 1 },
    "Cannot draw a thinned network with draws 1: expected a whole number from 2 to 41",
  ],
  [
    worked(),
    x,
    { p: 0.5 },
    'Cannot draw a thinned network with the option "p": expected draws, seed, title, plain',
  ],
])("what cannot be drawn is refused: %#", (network, x, options, message) => {
  expect(() => thinnedNetwork(network as Sequential, x as never, options)).toThrow(new ShapeError(message));
});
