import { describe as describeValue, mimeBundle } from "@layerbook/figures";
import { BatchNorm1d, Conv2d, Dropout, MaxPool2d, rand, type Tensor } from "@layerbook/layers";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { hostileTexts } from "./hostile-texts.ts";
import { figureOf, headingOf, svgOf } from "./plotly-figure.ts";

const shapes: readonly (readonly [string, () => Tensor])[] = [
  ["a vector", () => rand([5])],
  ["a curve", () => rand([500])],
  ["an envelope", () => rand([20_000])],
  ["a matrix", () => rand([3, 4])],
  ["maps", () => rand([4, 30, 30])],
  ["frames", () => rand([3, 4, 9, 9])],
];

interface Parsed {
  readonly elements: readonly string[];
  readonly attributes: readonly string[];
  readonly links: readonly string[];
  readonly title: string;
  readonly desc: string;
}

/** A strict parser's reading; throws for a document that is not well-formed. */
function parse(svg: string): Parsed {
  const parsed = {
    elements: [] as string[],
    attributes: [] as string[],
    links: [] as string[],
    title: "",
    desc: "",
  };
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => {
    parsed.elements.push(tag.name);
    parsed.attributes.push(...Object.keys(tag.attributes));
    if (tag.attributes.href) parsed.links.push(tag.attributes.href.value);
  });
  parser.on("text", (text) => {
    const within = parsed.elements.at(-1);
    if (within === "title" || within === "desc") parsed[within] ||= text;
  });
  parser.write(svg).close();
  return parsed;
}

const drawn = new Set(["svg", "title", "desc", "rect", "text", "g", "image", "path", "circle"]);

/** One of each heading's builder. */
const titled = shapes.filter(([name]) => ["a vector", "a matrix", "frames"].includes(name));

describe.each(hostileTexts.map((title) => [title.slice(0, 24), title] as const))(
  "the title %j",
  (_, title) => {
    test.each(titled)("is text in %s", (_, make) => {
      const value = make();
      const svg = parse(svgOf(value, { title }));
      expect(svg.elements.filter((name) => !drawn.has(name))).toEqual([]);
      expect(svg.attributes.filter((name) => name.startsWith("on"))).toEqual([]);
      expect(svg.links.filter((link) => !link.startsWith("data:image/png;base64,"))).toEqual([]);
      const figure = figureOf(value, { title });
      const tags = (figure.layout.title.text as string).match(/<[^>]*>/g) ?? [];
      expect(tags.filter((tag) => !/^<(\/?b|br|\/?span|span style="font-size:11px")>$/.test(tag))).toEqual(
        [],
      );
      expect(figure.layout.title.text).not.toContain("$");
      // What a reader sees is the title itself, without what no document can hold and cut where it is too long.
      const seen = headingOf(figure);
      const start = [...title].slice(0, 12).filter((character) => /[\p{L}\p{N}<>&$%"' ]/u.test(character));
      for (const character of start) expect(seen).toContain(character);
      expect(seen.length).toBeLessThan(1000);
      expect(svg.title.length).toBeLessThanOrEqual(300);
    });
  },
);

test("a title comes out of the SVG letter by letter", () => {
  const title = `5 < 6 && "7" > '6' 😀`;
  expect(parse(svgOf(rand([3, 4]), { title })).title).toBe(title);
});

test("the words of a figure's own are the same in SVG and plotly", () => {
  const value = rand([3, 4]);
  const line = "float32 [3, 4]";
  expect(parse(svgOf(value)).title).toBe(line);
  expect(headingOf(figureOf(value)).trim().startsWith(line)).toBe(true);
});

const traces = [
  ["a convolution", () => new Conv2d(1, 1, 3).trace(rand([1, 1, 7, 7]))],
  ["a pooling", () => new MaxPool2d(2, { padding: 1 }).trace(rand([1, 5, 4]))],
  ["a batch normalisation", () => new BatchNorm1d(4).trace(rand([5, 4]))],
  ["a dropout", () => new Dropout().trace(rand([5, 4]))],
] as const;

test.each([...shapes, ...traces])(
  "the SVG of %s is well-formed, has its text alternative, a size and a colour to inherit",
  (_, make) => {
    const value = make();
    const svg = svgOf(value);
    const { desc, elements } = parse(svg);
    expect(elements.slice(0, 3)).toEqual(["svg", "title", "desc"]);
    expect(desc).toBe(describeValue(value));
    expect(svg).toMatch(
      /^<svg [^>]*viewBox="0 0 \d+ \d+" width="\d+" height="\d+" role="img" color="#24292f" fill="currentColor"/,
    );
  },
);

test("no bundle holds a PNG of its own, which JupyterLab would show in place of the figure", () => {
  expect(Object.keys(mimeBundle(rand([3, 4])))).toEqual([
    "text/plain",
    "image/svg+xml",
    "application/vnd.plotly.v1+json",
  ]);
});
