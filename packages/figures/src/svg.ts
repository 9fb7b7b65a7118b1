import { type ColorRange, colorTable, hexColor, type Rgb } from "./colors.ts";
import { escapeXml, plainText } from "./escape.ts";
import { type Heading, titleLines, wrap } from "./heading.ts";
import { formatNumber } from "./numbers.ts";

/** An element with its attributes; `content` is markup, or text that went through `escapeXml`. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = "",
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(short(value))}"`);
  return content === ""
    ? `<${name}${written.join("")}/>`
    : `<${name}${written.join("")}>${content}</${name}>`;
}

function short(value: string | number): string {
  return typeof value === "number" ? String(Math.round(value * 100) / 100) : value;
}

/** A text element; its text is escaped here. */
export function textElement(
  x: number,
  y: number,
  text: string,
  attributes: Readonly<Record<string, string | number>> = {},
): string {
  return element("text", { x, y, ...attributes }, escapeXml(text));
}

/** Markup drawn from an origin of its own. */
export function moved(x: number, y: number, content: string): string {
  return element("g", { transform: `translate(${short(x)} ${short(y)})` }, content);
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Markup of what lies below the heading, drawn from its own origin. */
  readonly body: string;
}

const margin = 12;
const smallestWidth = 360;

/**
 * A whole SVG document: heading above, picture below, and its text alternative as `<title>` and `<desc>`. It stands on a
 * white ground of its own, for it may be shown where no style sheet reaches; where one does, it can override the root's
 * `color` and the `fill` of `.layerbook-ground`.
 */
export function svgDocument(heading: Heading, description: string, picture: Picture): string {
  const title = plainText(heading.title);
  const width = Math.ceil(Math.max(smallestWidth, picture.width + 2 * margin));
  const lines = wrap(heading.lines, Math.floor((width - 2 * margin) / 6.4));
  const titles = titleLines(heading, Math.floor((width - 2 * margin) / 8.4));
  const titleEnd = 7 + titles.length * 20;
  const headingHeight = titleEnd + lines.length * 16 + 8;
  const height = Math.ceil(headingHeight + picture.height + margin);
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "layerbook-figure",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      color: "#24292f",
      fill: "currentColor",
      "font-family": "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif",
      "font-size": 12,
    },
    [
      element("title", {}, escapeXml(title)),
      element("desc", {}, escapeXml(description)),
      element("rect", { class: "layerbook-ground", width: "100%", height: "100%", fill: "#ffffff" }),
      ...titles.map((line, i) =>
        textElement(margin, 22 + i * 20, line, { "font-size": 15, "font-weight": 600 }),
      ),
      ...lines.map((line, i) => textElement(margin, titleEnd + 14 + i * 16, line, { "fill-opacity": 0.8 })),
      element("g", { transform: `translate(${margin} ${headingHeight})` }, picture.body || "<g/>"),
    ].join(""),
  );
}

/** Numbers beside axes and colours. */
export const smallPrint = 11;

export const legendHeight = 32;
const legendWidth = 200;

/** The colours of a range from end to end with the numbers they stand for, or each value's own. */
export function legend(range: ColorRange): string {
  if (range.values && range.colors) return discreteLegend(range.values, range.colors);
  const steps = 25;
  const step = legendWidth / steps;
  const swatches = colorTable(range.scale, steps).map((color, i) =>
    element("rect", { x: i * step, y: 2, width: step + 0.5, height: 8, fill: hexColor(color) }),
  );
  const ends = range.low < 0 ? [range.low, 0, range.high] : [range.low, range.high];
  const numbers = ends.map((value, i) => {
    const share = i / (ends.length - 1);
    const anchor = share === 0 ? "start" : share === 1 ? "end" : "middle";
    return textElement(share * legendWidth, 22, formatNumber(value), {
      "text-anchor": anchor,
      "font-size": smallPrint,
    });
  });
  return element("g", { "shape-rendering": "crispEdges" }, swatches.join("")) + numbers.join("");
}

function discreteLegend(values: readonly number[], colors: readonly Rgb[]): string {
  const longest = Math.max(...values.map((value) => formatNumber(value).length));
  const step = Math.max(24, longest * 7 + 6);
  const swatches = colors.map((color, i) =>
    element("rect", { x: i * step, y: 2, width: step - 2, height: 8, fill: hexColor(color) }),
  );
  const numbers = values.map((value, i) =>
    textElement((i + 0.5) * step - 1, 22, formatNumber(value), {
      "text-anchor": "middle",
      "font-size": smallPrint,
    }),
  );
  return swatches.join("") + numbers.join("");
}
