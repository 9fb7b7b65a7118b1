import { type Axis, tickTexts } from "./axis.ts";
import { plainText } from "./escape.ts";
import { element, smallPrint, textElement } from "./svg.ts";

/** Where a plot lies within its picture, in CSS pixels. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const small = { "font-size": smallPrint };
const faint = { stroke: "currentColor", "stroke-opacity": 0.18 };

/** Lines across the plot at the ticks of the axis at the left, with their numbers. */
export function leftAxis(axis: Axis, area: PlotArea): string {
  const texts = tickTexts(axis);
  return axis.ticks
    .map((tick, i) => {
      const y = heightOf(tick, axis, area);
      const line = element("path", { d: `M${area.left} ${y.toFixed(1)}h${area.width}`, ...faint });
      return line + textElement(area.left - 6, y + 4, texts[i]!, { "text-anchor": "end", ...small });
    })
    .join("");
}

/** The numbers of an axis at the right. */
export function rightAxis(axis: Axis, area: PlotArea): string {
  const texts = tickTexts(axis);
  const x = area.left + area.width + 6;
  return axis.ticks
    .map((tick, i) => textElement(x, heightOf(tick, axis, area) + 4, texts[i]!, small))
    .join("");
}

/** The numbers of the axis below the plot, and what it counts. */
export function bottomAxis(
  axis: Axis,
  label: string,
  area: PlotArea,
  texts: readonly string[] = tickTexts(axis),
): string {
  const y = area.top + area.height;
  const numbers = axis.ticks.map((tick, i) => {
    const x = area.left + axis.position(tick) * area.width;
    const mark = element("path", {
      d: `M${x.toFixed(1)} ${y}v4`,
      stroke: "currentColor",
      "stroke-opacity": 0.5,
    });
    return mark + textElement(x, y + 15, texts[i]!, { "text-anchor": "middle", ...small });
  });
  const line = element("path", {
    d: `M${area.left} ${y}h${area.width}`,
    stroke: "currentColor",
    "stroke-opacity": 0.5,
  });
  const middle = { "text-anchor": "middle" };
  return line + numbers.join("") + textElement(area.left + area.width / 2, y + 30, plainText(label), middle);
}

export function heightOf(value: number, axis: Axis, area: PlotArea): number {
  return area.top + (1 - axis.position(value)) * area.height;
}
