import {
  type BatchNormScene,
  boxAt,
  boxColor,
  boxWidth,
  captionOf,
  markAt,
  type Stage,
} from "./batchnorm-scene.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import { formatNumber } from "./numbers.ts";
import {
  accent,
  axisNumber,
  ink,
  type PlotlyFigure,
  type PlotlyObject,
  pageLayout,
  plotlyConfig,
} from "./plotly.ts";

const captionHeight = 26;
const stageHeight = 130;
const axisHeight = 44;
/** Of so many channels, marks are as large as they are easy to see. */
const mostWideMarks = 12;

/** A box for each channel at each stage, one stage under the other, and in orange what the layer goes by. */
export function batchNormFigure({ stages, shown }: BatchNormScene, heading: Heading): PlotlyFigure {
  const plotHeight = stages.length * (captionHeight + stageHeight);
  const top = headingHeight(heading) + 4;
  const height = top + plotHeight + axisHeight;
  const domains = stages.map((_, i) => {
    const end = (i + 1) * (captionHeight + stageHeight);
    return [1 - end / plotHeight, 1 - (end - stageHeight) / plotHeight];
  });
  return {
    data: stages.flatMap((stage, i) => [boxTrace(stage, i), markTrace(stage, i)]),
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: 46, r: 10, t: top, b: axisHeight },
      ...pageLayout,
      xaxis: {
        ...axis,
        showgrid: false,
        zeroline: false,
        anchor: `y${axisNumber(stages.length - 1)}`,
        range: [-0.6, shown - 0.4],
        tickformat: "d",
        ...(shown <= 16 ? { dtick: 1 } : {}),
        title: { text: "channel", font: { size: 11 }, standoff: 8 },
      },
      ...Object.fromEntries(
        stages.map((stage, i) => [
          `yaxis${axisNumber(i)}`,
          {
            ...axis,
            domain: domains[i],
            range: rangeOf(stage),
            tickvals: stage.axis.ticks,
          },
        ]),
      ),
      annotations: stages.map((stage, i) => ({
        text: captionOf(stage),
        showarrow: false,
        xref: "paper",
        x: 0,
        xanchor: "left",
        yref: `y${axisNumber(i)} domain`,
        y: 1,
        yanchor: "bottom",
        yshift: 2,
        font: { size: 12, color: ink },
      })),
    },
    config: plotlyConfig,
  };
}

/** A little more than the axis, so that no line on its ends is cut in half. */
function rangeOf({ axis: { low, high } }: Stage): [number, number] {
  const more = 0.03 * (high - low);
  return [low - more, high + more];
}

const axis: PlotlyObject = {
  gridcolor: "rgba(127,127,127,0.25)",
  zerolinecolor: ink,
  fixedrange: true,
  tickfont: { size: 10, color: ink },
};

function boxTrace({ name, boxes }: Stage, place: number): PlotlyObject {
  // A box of no numbers would be drawn at 0.
  const drawn = boxes
    .map((box, channel) => ({ ...box, channel }))
    .filter(({ median }) => Number.isFinite(median));
  return {
    type: "box",
    name,
    x: drawn.map(({ channel }) => channel + boxAt),
    lowerfence: drawn.map(({ low }) => low),
    q1: drawn.map(({ firstQuartile }) => firstQuartile),
    median: drawn.map(({ median }) => median),
    q3: drawn.map(({ thirdQuartile }) => thirdQuartile),
    upperfence: drawn.map(({ high }) => high),
    yaxis: `y${axisNumber(place)}`,
    width: boxWidth,
    line: { color: boxColor, width: 1.5 },
    hoverinfo: "y",
  };
}

function markTrace({ name, mark, marks }: Stage, place: number): PlotlyObject {
  const few = marks.length <= mostWideMarks;
  return {
    type: "scatter",
    mode: "markers",
    x: marks.map((_, channel) => channel + markAt),
    y: marks.map(({ centre }) => finite(centre)),
    text: marks.map(
      ({ centre, spread }, channel) =>
        `channel ${channel}: ${mark} = ${formatNumber(centre)} ± ${formatNumber(spread)}`,
    ),
    error_y: {
      type: "data",
      array: marks.map(({ spread }) => finite(spread)),
      color: accent,
      thickness: 2,
      width: few ? 5 : 2,
    },
    yaxis: `y${axisNumber(place)}`,
    marker: { symbol: "diamond", size: few ? 8 : 5, color: accent },
    hovertemplate: `${name}, %{text}<extra></extra>`,
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
