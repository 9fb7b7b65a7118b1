import { type Axis, linearAxis } from "./axis.ts";
import {
  type BatchNormScene,
  type Box,
  boxAt,
  boxColor,
  boxWidth,
  captionOf,
  markAt,
  type Stage,
} from "./batchnorm-scene.ts";
import { bottomAxis, heightOf, leftAxis, type PlotArea } from "./plot-svg.ts";
import { accent } from "./plotly.ts";
import { element, type Picture, textElement } from "./svg.ts";

const captionHeight = 28;
const stageHeight = 110;
const left = 48;
const [narrowest, widest, pitch] = [320, 560, 70];

/** A box for each channel at each stage, one stage under the other, and in orange what the layer goes by. */
export function batchNormPicture({ stages, shown }: BatchNormScene): Picture {
  const width = Math.max(narrowest, Math.min(widest, shown * pitch));
  const areas = stages.map((_, i): PlotArea => {
    const top = i * (captionHeight + stageHeight + 6) + captionHeight;
    return { left, top, width, height: stageHeight };
  });
  const last = areas.at(-1)!;
  const parts = stages.map((stage, i) => stageMarkup(stage, areas[i]!));
  return {
    width: left + width + 12,
    height: last.top + last.height + 36,
    body: parts.join("") + bottomAxis(channelAxis(shown), "channel", last),
  };
}

/** Channels at the middle of equal parts of the width. */
function channelAxis(shown: number): Axis {
  const most = linearAxis(0, Math.max(1, shown - 1), 12).ticks;
  const ticks = most.filter((tick) => Number.isInteger(tick) && tick < shown);
  return { low: 0, high: shown - 1, ticks, position: (channel) => (channel + 0.5) / shown };
}

function stageMarkup(stage: Stage, area: PlotArea): string {
  const across = area.width / stage.boxes.length;
  // Of few channels, boxes are no wider than of some.
  const unit = Math.min(across, pitch);
  const half = (boxWidth / 2) * unit;
  const drawn = stage.boxes.map((box, channel) => {
    const middle = area.left + (channel + 0.5) * across;
    return (
      boxMarkup(box, stage.axis, area, middle + boxAt * unit, half) +
      markMarkup(stage, channel, area, middle + markAt * unit, Math.min(5, half / 2))
    );
  });
  return (
    textElement(0, area.top - 12, captionOf(stage), { "font-size": 12 }) +
    leftAxis(stage.axis, area) +
    drawn.join("")
  );
}

/** From the first to the third quartile, with a line at the median, and lines to the smallest and largest value. */
function boxMarkup(box: Box, axis: Axis, area: PlotArea, middle: number, half: number): string {
  if (!Number.isFinite(box.median)) return "";
  const at = (value: number): string => heightOf(value, axis, area).toFixed(1);
  const top = heightOf(box.thirdQuartile, axis, area);
  const line = { stroke: boxColor, "stroke-width": 1.5, fill: "none" };
  const whiskers = [
    `M${middle.toFixed(1)} ${at(box.low)}V${at(box.firstQuartile)}`,
    `M${middle.toFixed(1)} ${at(box.thirdQuartile)}V${at(box.high)}`,
    ...[box.low, box.median, box.high].map(
      (value, i) =>
        `M${(middle - (i === 1 ? half : half / 2)).toFixed(1)} ${at(value)}h${i === 1 ? 2 * half : half}`,
    ),
  ];
  return (
    element("rect", {
      x: middle - half,
      y: top,
      width: 2 * half,
      height: heightOf(box.firstQuartile, axis, area) - top,
      ...line,
      fill: boxColor,
      "fill-opacity": 0.25,
    }) + element("path", { d: whiskers.join(""), ...line })
  );
}

/** A diamond at the centre, and a line as far as the spread; `size` is half the width of its ends. */
function markMarkup(
  { marks, axis }: Stage,
  channel: number,
  area: PlotArea,
  x: number,
  size: number,
): string {
  const { centre, spread } = marks[channel]!;
  if (!Number.isFinite(centre) || !Number.isFinite(spread)) return "";
  const [low, y, high] = [centre - spread, centre, centre + spread].map((value) =>
    heightOf(value, axis, area),
  ) as [number, number, number];
  const end = (at: number): string => `M${(x - size).toFixed(1)} ${at.toFixed(1)}h${(2 * size).toFixed(1)}`;
  const line = `M${x.toFixed(1)} ${low.toFixed(1)}V${high.toFixed(1)}${end(low)}${end(high)}`;
  const part = size.toFixed(1);
  const diamond = `M${x.toFixed(1)} ${(y - size).toFixed(1)}l${part} ${part}l-${part} ${part}l-${part} -${part}Z`;
  return (
    element("path", { d: line, stroke: accent, "stroke-width": 2, fill: "none" }) +
    element("path", { d: diamond, fill: accent })
  );
}
