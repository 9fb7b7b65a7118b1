import type { Axis } from "./axis.ts";
import type { CurveScene, Line } from "./curve-scene.ts";
import { plainText } from "./escape.ts";
import { pictureWidth } from "./plan.ts";
import { bottomAxis, heightOf, leftAxis, type PlotArea, rightAxis } from "./plot-svg.ts";
import { markColor } from "./plotly.ts";
import { element, type Picture, textElement } from "./svg.ts";

const width = pictureWidth;
const plotHeight = 220;
const legendRow = 18;
/** Points are marked up to so many. */
export const mostMarkedPoints = 40;

/** The plot with its legend above and its axes. */
export function curvePicture(scene: CurveScene, xLabel: string): Picture {
  const legend = legendOf(scene.lines);
  const area: PlotArea = {
    left: 48,
    top: legend.height + 8,
    width: width - 48 - (scene.right ? 48 : 14),
    height: plotHeight,
  };
  const parts = [
    legend.markup,
    scene.left ? leftAxis(scene.left, area) : "",
    scene.right ? rightAxis(scene.right, area) : "",
    bottomAxis(scene.bottom, xLabel, area),
    ...scene.lines.map((line) => drawLine(line, scene, area)),
  ];
  return { width, height: area.top + area.height + 36, body: parts.join("") };
}

function drawLine(line: Line, { left, right, bottom }: CurveScene, area: PlotArea): string {
  const axis = line.right ? right : left;
  const across = (x: number): number => area.left + bottom.position(x) * area.width;
  const marks = line.lost.slice(0, 200).map(({ x }) => cross(across(x), area.top + area.height));
  const lost =
    marks.length > 0
      ? element("path", { d: marks.join(""), stroke: markColor, "stroke-width": 1.5, fill: "none" })
      : "";
  if (!axis) return lost;
  const stroke = { fill: "none", stroke: line.color, "stroke-width": 1.8, "stroke-linejoin": "round" };
  const path = element("path", {
    d: pathOf(line, across, axis, area),
    ...stroke,
    ...(line.dashes ? { "stroke-dasharray": line.dashes } : {}),
  });
  if (line.x.length > mostMarkedPoints) return path + lost;
  const points = line.x.map((x, i) =>
    Number.isFinite(line.y[i]!)
      ? element("circle", { cx: across(x), cy: heightOf(line.y[i]!, axis, area), r: 2.5, fill: line.color })
      : "",
  );
  return path + points.join("") + lost;
}

function pathOf({ x, y }: Line, across: (x: number) => number, axis: Axis, area: PlotArea): string {
  let pen = "M";
  return x
    .map((step, i) => {
      if (!Number.isFinite(y[i]!)) {
        pen = "M";
        return "";
      }
      const point = `${pen}${across(step).toFixed(1)} ${heightOf(y[i]!, axis, area).toFixed(1)}`;
      pen = "L";
      return point;
    })
    .join("");
}

function cross(x: number, y: number): string {
  const [left, top] = [(x - 3).toFixed(1), (y - 3).toFixed(1)];
  return `M${left} ${top}l6 6m0 -6l-6 6`;
}

/** A piece of each line with its name, in as many rows as they need. */
function legendOf(lines: readonly Line[]): { readonly markup: string; readonly height: number } {
  let [x, row] = [0, 0];
  const entries = lines.map((line) => {
    const text = lineName(line);
    const long = 40 + text.length * 6.2;
    if (x > 0 && x + long > width) [x, row] = [0, row + 1];
    const y = row * legendRow + 8;
    const swatch = element("path", {
      d: `M${x.toFixed(1)} ${y}h22`,
      stroke: line.color,
      "stroke-width": 2.4,
      ...(line.dashes ? { "stroke-dasharray": line.dashes } : {}),
    });
    const entry = swatch + textElement(x + 28, y + 4, text);
    x += long;
    return entry;
  });
  return { markup: entries.join(""), height: lines.length > 0 ? (row + 1) * legendRow : 0 };
}

/** A series' name as readers see it, with its axis where that is the one at the right. */
export function lineName({ name, right }: Line): string {
  const text = plainText(name);
  const cut = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return right ? `${cut} (right)` : cut;
}
