import { describe as describeValue, mimeBundle } from "@layerbook/figures";
import {
  Conv2d,
  Flatten,
  GRU,
  Linear,
  Module,
  type Parameter,
  ReLU,
  randn,
  Sequential,
  type Tensor,
  zeros,
} from "@layerbook/layers";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";

/** Conv2d: 2 x 1 x 3 x 3 + 2 = 20 numbers; Linear: 10 x 72 + 10 = 730; four bytes each. */
const network = (): Sequential =>
  new Sequential(new Conv2d(1, 2, 3), new ReLU(), new Flatten(), new Linear(72, 10));

const hint = "After a forward pass output shapes stand here too.";

/** A table's cells as a strict parser reads them, line by line. */
function cellsOf(html: unknown): { readonly caption: string; readonly lines: readonly string[][] } {
  const lines: string[][] = [];
  const elements: string[] = [];
  let [caption, inside] = ["", ""];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    elements.push(name);
    expect(Object.keys(attributes).filter((key) => !["class", "style", "scope"].includes(key))).toEqual([]);
    inside = name;
    if (name === "tr") lines.push([]);
    if (name === "th" || name === "td") lines.at(-1)!.push("");
  });
  parser.on("text", (text) => {
    if (inside === "caption") caption += text;
    if (inside === "th" || inside === "td") lines.at(-1)!.push(lines.at(-1)!.pop()! + text);
  });
  parser.on("closetag", () => {
    inside = "";
  });
  parser.write(html as string).close();
  const known = new Set(["table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"]);
  expect(elements.filter((name) => !known.has(name))).toEqual([]);
  return { caption, lines };
}

test("a model that has not run is a table of paths, types, parameters and bytes", () => {
  const bundle = mimeBundle(network());
  expect(Object.keys(bundle)).toEqual(["text/plain", "text/html"]);
  expect(bundle["text/plain"].split("\n")).toEqual([
    `A model, Sequential, of 4 modules with 750 parameters in 3,000 bytes. ${hint}`,
    "path   type                              parameters  parameter bytes",
    "(all)  Sequential                                 0                0",
    "0      Conv2d(1, 2, kernelSize: [3, 3])          20               80",
    "1      ReLU()                                     0                0",
    "2      Flatten(1, -1)                             0                0",
    "3      Linear(72, 10)                           730            2,920",
    "total                                           750            3,000",
  ]);
});

test("after an ordinary forward pass the table has the shapes and bytes of the outputs", () => {
  const model = network();
  model.forward(zeros([5, 1, 8, 8]));
  const bundle = mimeBundle(model);
  const table = [
    ["path", "type", "output shape", "output bytes", "parameters", "parameter bytes"],
    ["(all)", "Sequential", "[5, 10]", "200", "0", "0"],
    ["0", "Conv2d(1, 2, kernelSize: [3, 3])", "[5, 2, 6, 6]", "1,440", "20", "80"],
    ["1", "ReLU()", "[5, 2, 6, 6]", "1,440", "0", "0"],
    ["2", "Flatten(1, -1)", "[5, 72]", "1,440", "0", "0"],
    ["3", "Linear(72, 10)", "[5, 10]", "200", "730", "2,920"],
    ["total", "", "", "", "750", "3,000"],
  ];
  const { caption, lines } = cellsOf(bundle["text/html"]);
  expect(lines).toEqual(table);
  expect(caption).toBe(describeValue(model));
  expect(caption).toBe(
    "A model, Sequential, of 4 modules with 750 parameters in 3,000 bytes; its last output was [5, 10].",
  );
  const [first, ...text] = bundle["text/plain"].split("\n");
  expect(first).toBe(caption);
  expect(text.map((line) => line.trim().split(/ {2,}/))).toEqual(table.map((line) => line.filter(Boolean)));
});

test("the shapes are those of the last pass, and every tensor of several is named", () => {
  const layer = new GRU(3, 4, { batchFirst: true });
  layer.forward(zeros([2, 5, 3]));
  layer.forward(zeros([2, 7, 3]));
  expect(describeValue(layer)).toContain("its last output was output [2, 7, 4], hn [1, 2, 4].");
});

test("one layer is one line, in float64 of eight bytes", () => {
  const layer = new Linear(3, 2).to("float64");
  expect(mimeBundle(layer)["text/plain"].split("\n")).toEqual([
    `A layer, Linear(3, 2), with 8 parameters in 64 bytes. ${hint}`,
    "type          parameters  parameter bytes",
    "Linear(3, 2)           8               64",
  ]);
  expect(describeValue(new ReLU())).toBe("A layer, ReLU(), with no parameters.");
});

test("a parameter that two modules share is counted where it comes first, and a module not used says so", () => {
  class Tied extends Module {
    readonly encoder: Linear = new Linear(4, 4, { bias: false });
    readonly decoder: Linear = this.encoder;
    readonly gain: Parameter = this.encoder.weight;
    readonly spare: ReLU = new ReLU();
    override forward(x: Tensor): Tensor {
      return this.decoder.forward(this.encoder.forward(x));
    }
  }
  const model = new Tied();
  model.forward(randn([1, 4]));
  expect(cellsOf(mimeBundle(model)["text/html"]).lines.slice(1)).toEqual([
    ["(all)", "Tied", "[1, 4]", "16", "0", "0"],
    ["encoder", "Linear(4, 4, bias: false)", "[1, 4]", "16", "16", "64"],
    ["spare", "ReLU()", "not run", "0", "0", "0"],
    ["total", "", "", "", "16", "64"],
  ]);
});

test("of a long model the first and last hundred modules are listed, and all are counted", () => {
  const model = new Sequential(...Array.from({ length: 2000 }, () => new Linear(1, 1)));
  const { lines } = cellsOf(mimeBundle(model)["text/html"]);
  expect(lines.length).toBe(203);
  expect(lines[101]).toEqual(["…", "1,801 more", "", ""]);
  expect(lines.at(-1)).toEqual(["total", "", "4,000", "16,000"]);
});

test("names of a user's own stay text", () => {
  const name = "<img src=x onerror=alert(1)>$\\href{javascript:alert(1)}{x}$\u2028&";
  const hostile = { [name]: class extends Linear {} }[name]!;
  class Net extends Module {
    override forward(x: Tensor): Tensor {
      return x;
    }
  }
  const model = Object.assign(new Net(), { [`</td><script>${name}`]: new hostile(1, 1) });
  const bundle = mimeBundle(model, { title: name });
  const { caption, lines } = cellsOf(bundle["text/html"]);
  const shown = name.replace("\u2028", " ");
  expect(caption.startsWith(`${shown}: A model, Net`)).toBe(true);
  expect(lines[2]!.slice(0, 2)).toEqual([`</td><script>${shown}`, `${shown}(1, 1)`]);
  expect(bundle["text/html"]).toMatch(/^<table class="tex2jax_ignore mathjax_ignore">/);
});

test("options of tensors do not fit a model", () => {
  expect(() => mimeBundle(network(), { layout: "image" })).toThrow(
    'Cannot draw a model with layout "image": expected a tensor. Leave out the option layout',
  );
});
