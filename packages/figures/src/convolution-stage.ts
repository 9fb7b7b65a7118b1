import type { Panel, Scene } from "./convolution-scene.ts";
import { ink, type PlotlyObject } from "./plotly.ts";

export type PanelName = "input" | "kernel" | "products" | "output" | "sum";

/** plotly's axes of each panel: x and y, x2 and y2, ... */
const axisNumber: Readonly<Record<PanelName, string>> = {
  input: "",
  kernel: "2",
  products: "3",
  output: "4",
  sum: "5",
};

/** Where a panel stands: fractions of the width, and pixels from the top. */
interface Place {
  readonly x: readonly [number, number];
  readonly top: number;
  readonly height: number;
  /** Where the panel stands when the figure is wider than it. */
  readonly toward: "left" | "center" | "right";
}

export type Stage = Readonly<Record<PanelName, Place>> & { readonly height: number };

const captionHeight = 24;

const equationHeight = 40;

/** Two rows of two panels that meet in the middle; several channels, whose maps stand side by side, take a row each. */
export function stageOf(scene: Scene): Stage {
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

export function axes(name: PanelName, stage: Stage, rows: number, columns: number): PlotlyObject {
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

export function panelAxes(name: PanelName, stage: Stage, panel: Panel): PlotlyObject {
  return axes(name, stage, panel.rows * panel.scale, panel.columns * panel.scale);
}

/** Where the cells of a panel's heat map lie, counted in values. */
export function gridOf({ scale }: Panel): PlotlyObject {
  const middle = (scale - 1) / 2;
  return { x0: middle, dx: scale, y0: middle, dy: scale };
}

/** A thin line around each map, for cells as light or as dark as the page. */
export function outlines(name: PanelName, panel: Panel, maps: number): PlotlyObject[] {
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

export function on(name: PanelName): PlotlyObject {
  return { xaxis: `x${axisNumber[name]}`, yaxis: `y${axisNumber[name]}` };
}

export function caption(name: PanelName, text: string): PlotlyObject {
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
