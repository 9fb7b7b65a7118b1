import { createHash } from "node:crypto";
import type { Element, Root } from "hast";
import { fromHtml } from "hast-util-from-html";
import { defaultSchema, type Schema, sanitize } from "hast-util-sanitize";
import { toHtml } from "hast-util-to-html";
import { visit } from "unist-util-visit";

/** A file that a page's figure refers to; its name comes from its content. */
export interface Asset {
  readonly name: string;
  readonly content: Uint8Array | string;
}

export interface SanitizedPicture {
  readonly svg: string;
  readonly description: string | undefined;
  readonly rasters: readonly Asset[];
}

/** Embedded images longer than this, in characters of base64, become files: the page and its script would hold them twice. */
const longestInline = 2_000;

// Presentation attributes are CSS: no quote, colon, slash or backslash means no address and no escape that hides one.
const harmless = /^[#\w\s.,%()+-]*$/;
const paint = ["fill", "stroke", "clipPath", "filter", "mask", "markerStart", "markerMid", "markerEnd"];
const raster = /^data:image\/(?:png|jpeg|webp);base64,[\w+/=]+$/;

const plain = [
  ...[
    "color",
    "id",
    "role",
    "ariaLabel",
    "ariaHidden",
    "ariaLabelledBy",
    "ariaDescribedBy",
    "viewBox",
    "width",
    "height",
  ],
  ...["x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "d", "points", "pathLength"],
  ...[
    "transform",
    "opacity",
    "fillOpacity",
    "fillRule",
    "clipRule",
    "strokeOpacity",
    "strokeWidth",
    "strokeDashArray",
  ],
  ...[
    "strokeLineCap",
    "strokeLineJoin",
    "strokeMiterLimit",
    "shapeRendering",
    "imageRendering",
    "textRendering",
  ],
  ...[
    "fontFamily",
    "fontSize",
    "fontStyle",
    "fontWeight",
    "textAnchor",
    "dominantBaseline",
    "alignmentBaseline",
  ],
  ...[
    "letterSpacing",
    "textLength",
    "lengthAdjust",
    "writingMode",
    "vectorEffect",
    "paintOrder",
    "preserveAspectRatio",
  ],
  ...[
    "offset",
    "stopColor",
    "stopOpacity",
    "gradientUnits",
    "gradientTransform",
    "patternUnits",
    "patternTransform",
  ],
  ...[
    "patternContentUnits",
    "clipPathUnits",
    "refX",
    "refY",
    "markerWidth",
    "markerHeight",
    "orient",
    "xmlSpace",
  ],
];

const schema: Schema = {
  ...defaultSchema,
  tagNames: [
    ...[
      "svg",
      "g",
      "defs",
      "title",
      "desc",
      "path",
      "rect",
      "circle",
      "ellipse",
      "line",
      "polyline",
      "polygon",
    ],
    ...[
      "text",
      "tspan",
      "image",
      "linearGradient",
      "radialGradient",
      "stop",
      "clipPath",
      "pattern",
      "marker",
    ],
  ],
  attributes: {
    "*": [
      ...plain,
      ["className", /^layerbook-[a-z-]+$/],
      ...paint.map((name): [string, RegExp] => [name, harmless]),
    ],
    image: [
      ["href", raster],
      ["xLinkHref", raster],
    ],
  },
  protocols: {},
  required: {},
  ancestors: {},
  clobber: [],
  strip: ["script", "style", "foreignObject"],
};

/**
 * Makes a figure's SVG fit to stand in a page: known elements and attributes only, no script, no address outside; text
 * stays text. Ids get `prefix`, so that two figures of a page do not meet; large embedded images become files.
 *
 * @param folder address of the folder that the files will lie in, with a slash at its end
 * @returns nothing when `markup` holds no `<svg>`
 */
export function sanitizePicture(
  markup: string,
  prefix: string,
  folder: string,
): SanitizedPicture | undefined {
  // As HTML reads it, because the page does: what the two grammars take differently is settled here.
  const tree = sanitize(fromHtml(markup, { fragment: true }), schema) as Root;
  const svg = tree.children.find(
    (node): node is Element => node.type === "element" && node.tagName === "svg",
  );
  if (svg === undefined) return undefined;

  const description = describe(svg);
  const rasters: Asset[] = [];
  visit(svg, "element", (element) => {
    prefixIds(element, prefix);
    if (element.tagName === "image") extractRaster(element, folder, rasters);
  });
  // The component around it says what it shows.
  svg.properties = { ...svg.properties, role: undefined, ariaLabel: undefined, ariaHidden: "true" };
  return { svg: toHtml(svg, { space: "svg" }), description, rasters };
}

/** What the picture says about itself: its title and its description. */
function describe(svg: Element): string | undefined {
  const { ariaLabel } = svg.properties;
  if (typeof ariaLabel === "string") return ariaLabel;
  const parts = ["title", "desc"].flatMap((name) => {
    const element = svg.children.find((node) => node.type === "element" && node.tagName === name) as
      | Element
      | undefined;
    const text = element?.children[0];
    return text?.type === "text" ? [text.value] : [];
  });
  return parts.length === 0 ? undefined : parts.join(": ");
}

function prefixIds(element: Element, prefix: string): void {
  const { properties } = element;
  if (typeof properties.id === "string") properties.id = prefix + properties.id;
  for (const name of paint) {
    const value = properties[name];
    if (typeof value === "string") properties[name] = value.replace(/url\(#/g, `url(#${prefix}`);
  }
}

function extractRaster(image: Element, folder: string, rasters: Asset[]): void {
  const name = "href" in image.properties ? "href" : "xLinkHref";
  const address = image.properties[name];
  if (typeof address !== "string" || address.length < longestInline) return;
  const [head = "", data = ""] = address.split(",");
  const format = head.slice("data:image/".length, head.indexOf(";"));
  const content = Buffer.from(data, "base64");
  const asset = { name: contentName(content, format), content };
  rasters.push(asset);
  image.properties[name] = folder + asset.name;
}

/** A file name that changes with the content, so that no cache shows an old figure. */
export function contentName(content: Uint8Array | string, extension: string): string {
  return `${createHash("sha256").update(content).digest("hex").slice(0, 20)}.${extension}`;
}
