import { colorOf, hexColor } from "./colors.ts";
import type { Area, CellMap, Diagram, Label, Path, Wire } from "./diagram.ts";
import { cornerRadius, headOf, shortened } from "./diagram-paths.ts";
import { plainText } from "./escape.ts";
import { element, type Picture, textElement } from "./svg.ts";
import { drawnAt } from "./sweep.ts";

/** In CSS pixels: on a telephone the picture is a little smaller than it was drawn. */
const labelSize = 12;

/** A diagram as it is at the slider's first position. */
export function diagramPicture({ width, height, maps = [], wires, areas, labels, first }: Diagram): Picture {
  const parts = [
    ...maps.map(mapMarkup),
    ...wires.map((wire) => wireMarkup(wire, first)),
    ...areas.map((area) => areaMarkup(area, first)),
    ...labels.map((label) => labelMarkup(label, first)),
  ];
  return { width, height, body: parts.join("") };
}

function mapMarkup({ x, y, values, range }: CellMap): string {
  const columns = x.length - 1;
  const cells = values.map((value, i) => {
    if (!Number.isFinite(value)) return "";
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const [left, top] = [x[column]!, y[row]!];
    const size = { width: x[column + 1]! - left, height: y[row + 1]! - top };
    return element("rect", { x: left, y: top, ...size, fill: hexColor(colorOf(value, range)) });
  });
  return cells.join("");
}

function wireMarkup(wire: Wire, position: number): string {
  const { paths, color, width, opacity = 1 } = drawnAt(wire, position);
  if (paths.length === 0) return "";
  const faded = opacity < 1 ? { opacity } : {};
  const line = element("path", {
    d: paths.map((path) => dataOf(wire.arrow ? shortened(path) : path)).join(""),
    fill: "none",
    stroke: color,
    "stroke-width": width,
    "stroke-linejoin": "round",
    ...(wire.dashed ? { "stroke-dasharray": "3 3" } : {}),
    ...faded,
  });
  if (!wire.arrow) return line;
  const heads = paths.map((path) => `${dataOf(headOf(path))}Z`).join("");
  return line + element("path", { d: heads, fill: color, ...faded });
}

function dataOf(path: Path): string {
  return path.map(([x, y], i) => `${i === 0 ? "M" : "L"}${short(x)} ${short(y)}`).join("");
}

function short(value: number): string {
  return String(Number(value.toFixed(1)));
}

function areaMarkup(area: Area, position: number): string {
  const { shape, fill, opacity = 1, line, lineWidth } = drawnAt(area, position);
  const look = {
    fill,
    ...(opacity < 1 && fill !== "none" ? { "fill-opacity": opacity } : {}),
    stroke: line,
    "stroke-width": lineWidth,
  };
  const { x, y } = shape;
  if (shape.kind === "circle") return element("circle", { cx: x, cy: y, r: shape.radius, ...look });
  const { width, height } = shape;
  return element("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: cornerRadius, ...look });
}

function labelMarkup({ x, y, anchor = "middle", ...label }: Label, position: number): string {
  const { text, color, place = [x, y] } = drawnAt(label, position);
  if (text === "") return "";
  return textElement(place[0], place[1], plainText(text), {
    "text-anchor": anchor,
    "dominant-baseline": "central",
    "font-size": labelSize,
    ...(color === undefined ? {} : { fill: color }),
  });
}
