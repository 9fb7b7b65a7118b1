import { colorRange, plotlyColorscale } from "./colors.ts";
import {
  type ConvolutionStepLike,
  type ConvolutionTraceLike,
  inPlane,
  type Scene,
  withSteps,
} from "./convolution-scene.ts";
import { axes, caption, gridOf, on, outlines, panelAxes, stageOf } from "./convolution-stage.ts";
import { joined, movingParts, movingStyles, pathShape, rectangle } from "./convolution-steps.ts";
import { digitFormat } from "./digits.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import {
  ink,
  type PlotlyFigure,
  type PlotlyObject,
  pageLayout,
  pageSlider,
  plotlyConfig,
  plotlyNumbers,
} from "./plotly.ts";
import { statistics } from "./statistics.ts";

/** Numbers are printed into the cells of panels up to this size. */
const mostPrinted = 16;

const sliderHeight = 70;

/** The share of a budget that steps may take; the rest is for panels, picture and text. */
const stepShare = 0.85;
/** Of a step, beside what moves: its frame's name and traces, and how much longer others may be than the last. */
const stepMargin = 100;

/** The scene with as many steps, evenly spread, as `budget` bytes of JSON hold; one at least. */
export function withinBudget(
  trace: ConvolutionTraceLike,
  scene: Scene,
  plain: boolean,
  budget: number,
): Scene {
  const last = scene.steps.at(-1)!;
  const parts = [...movingParts(trace, scene, last, plain), sliderStep(last, scene.steps.length)];
  const most = Math.floor((stepShare * budget) / (JSON.stringify(parts).length + stepMargin));
  return withSteps(scene, Math.max(1, most));
}

/** One frame per step; each holds only what moves, so that the figure grows linearly with the steps. */
export function convolutionAnimation(
  trace: ConvolutionTraceLike,
  scene: Scene,
  heading: Heading,
  plain: boolean,
): PlotlyFigure {
  const stage = stageOf(scene);
  const top = headingHeight(heading);
  const height = top + stage.height + sliderHeight;
  const still = [
    panelTrace(scene, "input", plain),
    panelTrace(scene, "kernel", plain),
    panelTrace(scene, "output", plain),
    paddingEdge(trace, scene),
  ];
  const styles = movingStyles(scene);
  const first = movingParts(trace, scene, scene.steps[0]!, plain);
  return {
    data: [...still, ...styles.map((style, i) => ({ ...style, ...first[i] }))],
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: 10, r: 10, t: top, b: sliderHeight },
      ...pageLayout,
      dragmode: false,
      ...panelAxes("input", stage, scene.input),
      ...panelAxes("kernel", stage, scene.kernel),
      ...panelAxes("products", stage, scene.kernel),
      ...panelAxes("output", stage, scene.output),
      ...axes("sum", stage, 1, 1),
      shapes: [
        ...outlines("input", scene.input, scene.channels.length),
        ...outlines("kernel", scene.kernel, scene.channels.length),
        ...outlines("products", scene.kernel, scene.channels.length),
        ...outlines("output", scene.output, 1),
      ],
      annotations: [
        caption(
          "input",
          trace.padding.some(([before, after]) => before + after > 0) ? "padded input" : "input",
        ),
        caption("kernel", "kernel"),
        caption("products", "window × kernel"),
        caption("output", "output"),
      ],
      sliders: [stepSlider(scene)],
      updatemenus: [playButtons],
    },
    config: { ...plotlyConfig, displayModeBar: false },
    frames: scene.steps.map((step, i) => ({
      name: String(i),
      data: movingParts(trace, scene, step, plain),
      traces: styles.map((_, part) => still.length + part),
    })),
  };
}

function panelTrace(scene: Scene, name: "input" | "kernel" | "output", plain: boolean): PlotlyObject {
  const panel = scene[name];
  const found = statistics(panel.values);
  const range = colorRange(found, name === "kernel" ? "diverging" : "auto");
  const small = panel.columns <= mostPrinted && panel.rows <= mostPrinted;
  const at = panel.scale === 1 && scene.channels.length === 1 ? " [%{y}, %{x}]" : "";
  return {
    type: "heatmap",
    ...on(name),
    z: plotlyNumbers(panel.values, [panel.rows, panel.columns], "f4", plain),
    ...gridOf(panel),
    colorscale: plotlyColorscale(range.scale),
    zmin: range.low,
    zmax: range.high,
    showscale: false,
    hoverongaps: false,
    hovertemplate: `${name === "kernel" ? "weight" : name}${at} = %{z:.4~g}<extra></extra>`,
    ...(small ? { xgap: 1, ygap: 1, texttemplate: `%{z:${digitFormat(found)}}` } : {}),
  };
}

/** A dotted line around the input proper, inside its padding. */
function paddingEdge(trace: ConvolutionTraceLike, scene: Scene): PlotlyObject {
  const padded = trace.padding.some(([before, after]) => before + after > 0);
  const size = trace.paddedInput.shape.slice(1);
  const before = inPlane(trace.padding.map(([first]) => first));
  const [height, width] = size.length === 1 ? [1, size[0]!] : [size[0]!, size[1]!];
  const lost = trace.padding.map(([first, last]) => first + last);
  const [lostRows, lostColumns] = inPlane(lost);
  const edges = scene.channels.map((_, place) =>
    rectangle(before[0], before[1] + place * scene.input.pitch, height - lostRows, width - lostColumns),
  );
  return {
    type: "scatter",
    mode: "lines",
    ...on("input"),
    ...(padded ? joined(edges) : { x: [], y: [] }),
    line: { color: ink, width: 1.5, dash: "dot", shape: pathShape },
    hoverinfo: "skip",
  };
}

function stepSlider(scene: Scene): PlotlyObject {
  return {
    x: 0,
    len: 1,
    y: 0,
    yanchor: "top",
    pad: { l: 92, r: 12, t: 14, b: 0 },
    currentvalue: { prefix: "output ", xanchor: "left", offset: 6, font: { size: 12, color: ink } },
    ...pageSlider,
    steps: scene.steps.map(sliderStep),
  };
}

/** plotly's own `redraw` stays on: without, it would drop the heat maps. No transition lasts longer than its frame. */
function sliderStep(step: ConvolutionStepLike, frame: number): PlotlyObject {
  return {
    label: `[${step.position.join(", ")}]`,
    method: "animate",
    args: [[String(frame)], { mode: "immediate", frame: { duration: 0 } }],
  };
}

const playButtons: PlotlyObject = {
  type: "buttons",
  direction: "left",
  showactive: false,
  x: 0,
  xanchor: "left",
  y: 0,
  yanchor: "top",
  pad: { l: 0, t: 24, r: 0, b: 0 },
  bgcolor: "rgba(127,127,127,0.15)",
  bordercolor: ink,
  borderwidth: 1,
  font: { size: 12, color: ink },
  buttons: [
    {
      label: "▶",
      method: "animate",
      args: [
        null,
        {
          mode: "immediate",
          fromcurrent: true,
          frame: { duration: 600 },
          transition: { duration: 0 },
        },
      ],
    },
    {
      label: "❚❚",
      method: "animate",
      args: [
        [null],
        { mode: "immediate", frame: { duration: 0, redraw: false }, transition: { duration: 0 } },
      ],
    },
  ],
};
