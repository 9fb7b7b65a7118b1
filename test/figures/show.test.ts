import { featureMaps, type MimeBundle, mimeBundle, show } from "@layerbook/figures";
import { Conv2d, rand, ShapeError, tensor } from "@layerbook/layers";
import { afterEach, expect, test } from "vitest";
import { type Figure, figureOf, headingOf } from "./plotly-figure.ts";

const host = Symbol.for("layerbook.host");
const display = Symbol.for("Jupyter.display");
const global = globalThis as Record<symbol, unknown>;

afterEach(() => {
  delete global[host];
});

/** What the kernel and the page's runner put in place, as the contract has it. */
function listen(): MimeBundle[] {
  const shown: MimeBundle[] = [];
  global[host] = { display: (bundle: MimeBundle) => shown.push(bundle), clear: () => {} };
  return shown;
}

/** What a kernel asks the value of a last expression for. */
function displayed(value: object): unknown {
  return (value as Record<symbol, () => unknown>)[display]!();
}

test("importing the package registers the drawer that tensors and traces ask", () => {
  const value = tensor([
    [1, 2],
    [3, 4],
  ]);
  expect(displayed(value)).toEqual(mimeBundle(value));
  const trace = new Conv2d(1, 1, 2).trace(rand([1, 1, 3, 3]));
  expect(displayed(trace)).toEqual(mimeBundle(trace));
});

test("show sends the bundle to the host", () => {
  const shown = listen();
  show(tensor([[1, 2]]), { title: "two" });
  expect(shown).toEqual([mimeBundle(tensor([[1, 2]]), { title: "two" })]);
});

test("show sends each tensor of an array, a Map or an object, with its name", () => {
  const shown = listen();
  const [first, second] = [tensor([[1, 2]]), tensor([3])];
  const maps = featureMaps(rand([2, 3, 3]));
  show({ first, count: 2, second, maps }, { title: "Two" });
  show(new Map([["hn", second]]));
  show([first]);
  expect(shown).toEqual([
    mimeBundle(first, { title: "Two: first" }),
    mimeBundle(second, { title: "Two: second" }),
    maps.bundle,
    mimeBundle(second, { title: "hn" }),
    mimeBundle(first),
  ]);
});

test("show draws eight of many and says so", () => {
  const shown = listen();
  show(Array.from({ length: 20 }, (_, i) => tensor([i])));
  expect(shown).toHaveLength(9);
  expect(shown.at(-1)).toEqual({ "text/plain": "(the first 8 of 20 are drawn)" });
});

test("feature maps as a last expression, or shown, are drawn with their options", () => {
  const maps = rand([4, 5, 6]);
  const figure = featureMaps(maps, { title: "after the first layer" });
  expect(displayed(figure)).toEqual(figure.bundle);
  expect(figure.bundle).toEqual(mimeBundle(maps, { title: "after the first layer" }));
  const shown = listen();
  show(figure);
  expect(shown).toEqual([figure.bundle]);
});

test("feature maps of another rank, and channels that are not there, are refused", () => {
  expect(() => featureMaps(rand([3, 4]))).toThrow(
    "Cannot draw feature maps of a tensor [3, 4]: expected [channels, height, width]",
  );
  expect(() => mimeBundle(rand([3, 4, 4]), { channels: [3] })).toThrow(
    "Cannot draw channel 3: expected whole numbers from 0 to 2 in the option channels",
  );
  expect(() => mimeBundle(rand([3, 4]), { channels: [0] })).toThrow(ShapeError);
  expect(() => mimeBundle(rand([2, 3, 4]), { layout: "image" })).toThrow("Cannot draw [2, 3, 4] as an image");
});

test("what cannot be drawn is text", () => {
  expect(mimeBundle("<b>words</b>")).toEqual({ "text/plain": "<b>words</b>" });
  expect(mimeBundle({ a: [1, 2] })).toEqual({ "text/plain": "{ a: [ 1, 2 ] }" });
  expect(mimeBundle(undefined)).toEqual({ "text/plain": "undefined" });
});

test("a plotly figure is passed on, with the layout and height that JupyterLab wants", () => {
  const bundle = mimeBundle({ data: [{ type: "bar", y: [1, 2] }], layout: {} });
  expect(bundle["application/vnd.plotly.v1+json"]).toEqual({
    data: [{ type: "bar", y: [1, 2] }],
    layout: { height: 360 },
  });
});

test("a value's own bundle is passed on as it is, with text where it has none", () => {
  const own = (bundle: unknown): object => ({ id: 7, [display]: () => bundle });
  const html = mimeBundle(own({ "text/html": "<b>7</b>" }));
  expect(html["text/html"]).toBe("<b>7</b>");
  expect(html["text/plain"]).toMatch(/^\{ id: 7,/);
  const both = { "text/plain": "seven", "image/svg+xml": "<svg/>" };
  expect(mimeBundle(own(both))).toEqual(both);
});

test("of a bundle that comes later, or is none, the value is told as text", () => {
  const own = (bundle: unknown): object => ({ id: 7, [display]: () => bundle });
  const later = mimeBundle(own(Promise.resolve({ "text/html": "<b>7</b>" })));
  expect(Object.keys(later)).toEqual(["text/plain"]);
  expect(later["text/plain"]).toMatch(
    /^\{ id: 7,[\s\S]*\n\(its figure comes later, as a promise: make the value/,
  );
  for (const none of [{}, undefined, "text", { name: "no MIME type" }]) {
    expect(mimeBundle(own(none))["text/plain"]).toMatch(/^\{ id: 7,/);
  }
});

test("a matrix's figure, whole", () => {
  const figure = figureOf(
    tensor([
      [1, -2],
      [0, 4],
    ]),
    { plain: true },
  );
  expect({
    ...figure,
    layout: { ...figure.layout, xaxis: 0, yaxis: 0, coloraxis: 0 },
  }).toMatchInlineSnapshot(`
    {
      "config": {
        "displaylogo": false,
        "responsive": true,
      },
      "data": [
        {
          "coloraxis": "coloraxis",
          "hoverongaps": false,
          "hovertemplate": "[%{y}, %{x}] = %{z:.4~g}<extra></extra>",
          "texttemplate": "%{z:.2~f}",
          "type": "heatmap",
          "x": [
            "0",
            "1",
          ],
          "xgap": 1,
          "y": [
            "0",
            "1",
          ],
          "ygap": 1,
          "z": [
            [
              1,
              -2,
            ],
            [
              0,
              4,
            ],
          ],
        },
      ],
      "layout": {
        "coloraxis": 0,
        "font": {
          "color": "#777777",
        },
        "height": 209,
        "hovermode": "closest",
        "margin": {
          "b": 30,
          "l": 36,
          "r": 8,
          "t": 91,
        },
        "modebar": {
          "activecolor": "#e66100",
          "bgcolor": "rgba(0,0,0,0)",
          "color": "#777777",
        },
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": false,
        "title": {
          "automargin": false,
          "font": {
            "color": "#777777",
            "size": 14,
          },
          "pad": {
            "l": 8,
          },
          "text": "<b>float32 [2, 2]</b><br><span style="font-size:11px">min -2 · max 4 · mean 0.75 · std 2.5 · zeros 1</span>",
          "x": 0,
          "xanchor": "left",
          "xref": "container",
          "y": 0.8803827751196173,
          "yanchor": "auto",
          "yref": "container",
        },
        "xaxis": 0,
        "yaxis": 0,
      },
    }
  `);
});

test("few values are bars, many a line, very many an envelope", () => {
  expect(figureOf(rand([64])).data.map(({ type }) => type)).toEqual(["bar"]);
  expect(figureOf(rand([65])).data.map(({ type, fill }) => [type, fill])).toEqual([["scatter", undefined]]);
  const many = new Float32Array(20_000).map((_, i) => Math.sin(i));
  many[777] = 9;
  const envelope: Figure = figureOf(tensor(many));
  expect(envelope.data.map(({ fill }) => fill)).toEqual([undefined, "tonexty"]);
  expect(headingOf(envelope)).toContain("max 9");
});

test("an image keeps its own colours, channels first or last", () => {
  const first = figureOf(rand([3, 4, 5]), { layout: "image" });
  expect(first.data[0]!.type).toBe("image");
  const image = rand([3, 4, 5]);
  const last = image.permute([1, 2, 0]);
  expect(figureOf(last, { layout: "image" }).data).toEqual(figureOf(image, { layout: "image" }).data);
  const bright = tensor([
    [
      [0, 2],
      [-1, 1],
    ],
  ]);
  expect(headingOf(figureOf(bright, { layout: "image" }))).toContain("2 values outside 0..1 shown as 0 or 1");
});
