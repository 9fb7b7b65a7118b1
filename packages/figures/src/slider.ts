import { ink, type PlotlyObject, pageSlider } from "./plotly.ts";

/** What a slider and the buttons beside it take below a figure, in CSS pixels. */
export const sliderHeight = 70;

/** What a slider has of its own. */
export interface SliderChoices {
  /** Stands before the label of the position. */
  readonly prefix: string;
  /** The position that is shown at first. */
  readonly active?: number;
  /** How far below the lowest axis it stands, in CSS pixels: room for the axis's numbers. */
  readonly below?: number;
  /** What the names of its frames begin with, "" by default. Of several sliders each has a group of frames. */
  readonly group?: string;
  readonly visible?: boolean;
}

/** A slider over the frames "0", "1", ..., to the right of the buttons that play them. */
export function frameSlider(
  labels: readonly string[],
  { prefix, active = 0, below = 0, group = "", visible = true }: SliderChoices,
): PlotlyObject {
  return {
    ...(visible ? {} : { visible }),
    x: 0,
    len: 1,
    y: 0,
    yanchor: "top",
    pad: { l: 92, r: 12, t: 14 + below, b: 0 },
    currentvalue: { prefix, xanchor: "left", offset: 6, font: { size: 12, color: ink } },
    ...pageSlider,
    active,
    steps: labels.map((label, frame) => sliderStep(label, frame, group)),
  };
}

/** plotly's own `redraw` stays on: without, it would drop the heat maps. No transition lasts longer than its frame. */
export function sliderStep(label: string, frame: number, group = ""): PlotlyObject {
  return {
    label,
    method: "animate",
    args: [[group + String(frame)], { mode: "immediate", frame: { duration: 0 } }],
  };
}

/** Buttons that play and stop the frames, at the left of their slider. */
export function playButtons({
  below = 0,
  group = "",
  visible = true,
}: Omit<SliderChoices, "prefix"> = {}): PlotlyObject {
  return {
    ...(visible ? {} : { visible }),
    type: "buttons",
    direction: "left",
    showactive: false,
    x: 0,
    xanchor: "left",
    y: 0,
    yanchor: "top",
    pad: { l: 0, t: 24 + below, r: 0, b: 0 },
    bgcolor: "rgba(127,127,127,0.15)",
    bordercolor: ink,
    borderwidth: 1,
    font: { size: 12, color: ink },
    buttons: [playButton(group), pause],
  };
}

/** Plays the frames of the group; all where there is none. */
function playButton(group: string): PlotlyObject {
  return {
    label: "▶",
    method: "animate",
    args: [
      group === "" ? null : group,
      { mode: "immediate", fromcurrent: true, frame: { duration: 600 }, transition: { duration: 0 } },
    ],
  };
}

const pause: PlotlyObject = {
  label: "❚❚",
  method: "animate",
  args: [[null], { mode: "immediate", frame: { duration: 0, redraw: false }, transition: { duration: 0 } }],
};
