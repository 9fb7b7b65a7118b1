import { colorRange, plotlyColorscale } from "./colors.ts";
import {
  type ConvolutionStepLike,
  type ConvolutionTraceLike,
  dilationOf,
  equation,
  inPlane,
  type Panel,
  productsOf,
  type Scene,
} from "./convolution-scene.ts";
import { decimals, digitFormat } from "./digits.ts";
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

/** Orange tells the window and what comes of it from both colour scales, also for the colour-blind. */
export const accent = "#e66100";
/** Covers what is not computed yet; a neutral that stands out from a white and from a dark page. */
export const cover = "#8f8f8f";
/** Numbers are printed into the cells of panels up to this size. */
const mostPrinted = 16;

type PanelName = "input" | "kernel" | "products" | "output" | "sum";
/** plotly's axes of each panel: x and y, x2 and y2, ... */
const axisNumber: Readonly<Record<PanelName, string>> = {
  input: "",
  kernel: "2",
  products: "3",
  output: "4",
  sum: "5",
};

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
  const first = movingParts(trace, scene, scene.steps[0]!);
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
      data: movingParts(trace, scene, step),
      traces: styles.map((_, part) => still.length + part),
    })),
  };
}

/** Where a panel stands: fractions of the width, and pixels from the top. */
interface Place {
  readonly x: readonly [number, number];
  readonly top: number;
  readonly height: number;
  /** Where the panel stands when the figure is wider than it. */
  readonly toward: "left" | "center" | "right";
}
type Stage = Readonly<Record<PanelName, Place>> & { readonly height: number };

const captionHeight = 24;
const equationHeight = 40;
const sliderHeight = 70;

/** Two rows of two panels that meet in the middle; several channels, whose maps stand side by side, take a row each. */
function stageOf(scene: Scene): Stage {
  const cells = Math.max(scene.input.rows, scene.output.rows);
  const tall = Math.max(60, Math.min(210, cells * 40));
  const low = Math.max(50, Math.min(120, scene.kernel.rows * 40));
  if (scene.channels.length === 1) {
    const second = captionHeight + tall + captionHeight;
    const sum = second + low;
    return {
      input: { x: [0, 0.54], top: captionHeight, height: tall, toward: "right" },
      output: { x: [0.6, 1], top: captionHeight, height: tall, toward: "left" },
      kernel: { x: [0, 0.46], top: second, height: low, toward: "right" },
      products: { x: [0.54, 1], top: second, height: low, toward: "left" },
      sum: { x: [0, 1], top: sum, height: equationHeight, toward: "center" },
      height: sum + equationHeight,
    };
  }
  const row = { x: [0, 1], toward: "center" } as const;
  // On a telephone the width is shared by the maps; more height would stand empty.
  const share = Math.round(40 + 320 / scene.channels.length);
  const wide = Math.min(tall, share);
  const flat = Math.min(low, share);
  const second = captionHeight + wide + captionHeight;
  const third = second + flat + captionHeight;
  const sum = third + flat;
  const fourth = sum + equationHeight + captionHeight;
  return {
    input: { ...row, top: captionHeight, height: wide },
    kernel: { ...row, top: second, height: flat },
    products: { ...row, top: third, height: flat },
    sum: { ...row, top: sum, height: equationHeight },
    output: { ...row, top: fourth, height: tall },
    height: fourth + tall,
  };
}

function axes(name: PanelName, stage: Stage, rows: number, columns: number): PlotlyObject {
  const number = axisNumber[name];
  const { x, top, height, toward } = stage[name];
  const hidden = { visible: false, fixedrange: true };
  const square = { constrain: "domain", scaleanchor: `x${number}`, constraintoward: "top" };
  return {
    [`xaxis${number}`]: {
      ...hidden,
      domain: x,
      anchor: `y${number}`,
      range: [-0.5, columns - 0.5],
      ...(name === "sum" ? {} : { constrain: "domain", constraintoward: toward }),
    },
    [`yaxis${number}`]: {
      ...hidden,
      domain: [1 - (top + height) / stage.height, 1 - top / stage.height],
      anchor: `x${number}`,
      range: [rows - 0.5, -0.5],
      ...(name === "sum" ? {} : square),
    },
  };
}

function panelAxes(name: PanelName, stage: Stage, panel: Panel): PlotlyObject {
  return axes(name, stage, panel.rows * panel.scale, panel.columns * panel.scale);
}

/** A thin line around each map, for cells as light or as dark as the page. */
function outlines(name: PanelName, panel: Panel, maps: number): PlotlyObject[] {
  const width = (panel.columns + 1) / maps - 1;
  return Array.from({ length: maps }, (_, place) => ({
    type: "rect",
    xref: `x${axisNumber[name]}`,
    yref: `y${axisNumber[name]}`,
    x0: place * panel.pitch - 0.5,
    x1: place * panel.pitch + width * panel.scale - 0.5,
    y0: -0.5,
    y1: panel.rows * panel.scale - 0.5,
    line: { color: ink, width: 1 },
  }));
}

function on(name: PanelName): PlotlyObject {
  return { xaxis: `x${axisNumber[name]}`, yaxis: `y${axisNumber[name]}` };
}

function caption(name: PanelName, text: string): PlotlyObject {
  return {
    text,
    showarrow: false,
    xref: `x${axisNumber[name]} domain`,
    yref: `y${axisNumber[name]} domain`,
    x: 0.5,
    y: 1,
    yanchor: "bottom",
    yshift: 2,
    font: { size: 12, color: ink },
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
    x0: (panel.scale - 1) / 2,
    dx: panel.scale,
    y0: (panel.scale - 1) / 2,
    dy: panel.scale,
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
    line: { color: ink, width: 1.5, dash: "dot" },
    hoverinfo: "skip",
  };
}

/** What moves, in the order of `movingStyles`: window, taps, products, sum, cover and the output's cell. */
function movingParts(trace: ConvolutionTraceLike, scene: Scene, step: ConvolutionStepLike): PlotlyObject[] {
  const [row, column] = inPlane(step.origin);
  const [outputRow, outputColumn] = inPlane(step.position);
  const [down, across] = dilationOf(trace);
  const [height, width] = [(scene.kernelRows - 1) * down + 1, (scene.kernelColumns - 1) * across + 1];
  const places = scene.channels.map((_, place) => column + place * scene.input.pitch);
  const taps =
    down > 1 || across > 1 ? places.flatMap((start) => tapsOf(scene, row, start, down, across)) : [];
  const products = productsOf(scene, step);
  const digits = Array.from(products.values, (value) =>
    Number.isFinite(value) ? Number(value.toPrecision(4)) : null,
  );
  return [
    joined(places.map((start) => rectangle(row, start, height, width))),
    { x: taps.map((tap) => tap[1]), y: taps.map((tap) => tap[0]) },
    {
      z: Array.from({ length: products.rows }, (_, r) =>
        digits.slice(r * products.columns, (r + 1) * products.columns),
      ),
    },
    { text: [`<b>${equation(trace, scene, step)}</b>`] },
    remaining(trace, outputRow, outputColumn),
    rectangle(outputRow, outputColumn, 1, 1),
  ];
}

function movingStyles(scene: Scene): PlotlyObject[] {
  const lines = { type: "scatter", mode: "lines", hoverinfo: "skip", cliponaxis: false };
  const accented = { ...lines, line: { color: accent, width: 3 } };
  const range = scene.largestProduct || 1;
  return [
    { ...accented, ...on("input") },
    {
      ...lines,
      ...on("input"),
      mode: "markers",
      marker: { symbol: "circle-open", color: accent, size: 12, line: { width: 2 } },
    },
    {
      type: "heatmap",
      ...on("products"),
      colorscale: plotlyColorscale("diverging"),
      zmin: -range,
      zmax: range,
      showscale: false,
      hoverongaps: false,
      hovertemplate: "product = %{z:.4~g}<extra></extra>",
      xgap: 1,
      ygap: 1,
      texttemplate: `%{z:.${decimals(range)}~f}`,
    },
    {
      ...lines,
      ...on("sum"),
      mode: "text",
      x: [0],
      y: [0],
      textfont: { size: 13, color: accent },
    },
    { ...lines, ...on("output"), fill: "toself", fillcolor: cover, line: { width: 0 } },
    { ...accented, ...on("output") },
  ];
}

/** Row and column of each input value that the window takes. */
function tapsOf(
  scene: Scene,
  row: number,
  column: number,
  down: number,
  across: number,
): (readonly [row: number, column: number])[] {
  return Array.from({ length: scene.kernelRows * scene.kernelColumns }, (_, i) => [
    row + Math.floor(i / scene.kernelColumns) * down,
    column + (i % scene.kernelColumns) * across,
  ]);
}

type Path = Readonly<Record<"x" | "y", readonly (number | null)[]>>;

/** The outline of height x width cells whose first is at [row, column]. */
function rectangle(row: number, column: number, height: number, width: number): Path {
  const [top, left, bottom, right] = [row - 0.5, column - 0.5, row + height - 0.5, column + width - 0.5];
  return { x: [left, right, right, left, left], y: [top, top, bottom, bottom, top] };
}

function joined(paths: readonly Path[]): Path {
  const gap = (values: readonly (number | null)[], i: number): (number | null)[] => [
    ...(i > 0 ? [null] : []),
    ...values,
  ];
  return {
    x: paths.flatMap(({ x }, i) => gap(x, i)),
    y: paths.flatMap(({ y }, i) => gap(y, i)),
  };
}

/** The outline of all cells of the output after [row, column], row by row. */
function remaining(trace: ConvolutionTraceLike, row: number, column: number): Path {
  const shape = trace.output.shape;
  const [rows, columns] = shape.length === 1 ? [1, shape[0]!] : [shape[0]!, shape[1]!];
  if (row === rows - 1 && column === columns - 1) return { x: [], y: [] };
  if (column === columns - 1) return rectangle(row + 1, 0, rows - row - 1, columns);
  const [top, middle, bottom] = [row - 0.5, row + 0.5, rows - 0.5];
  const [left, start, right] = [-0.5, column + 0.5, columns - 0.5];
  return {
    x: [start, right, right, left, left, start, start],
    y: [top, top, bottom, bottom, middle, middle, top],
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
    steps: scene.steps.map((step, i) => ({
      label: `[${step.position.join(", ")}]`,
      method: "animate",
      args: [
        [String(i)],
        { mode: "immediate", frame: { duration: 0, redraw: true }, transition: { duration: 0 } },
      ],
    })),
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
      // Without redraw, plotly would drop the heat maps from the frames.
      args: [
        null,
        {
          mode: "immediate",
          fromcurrent: true,
          frame: { duration: 600, redraw: true },
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
