import type { Diagram } from "./diagram.ts";
import { movingParts, tracesOf } from "./diagram-traces.ts";
import { escapePlotly } from "./escape.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import { type PlotlyFigure, type PlotlyObject, pageLayout, plotlyConfig } from "./plotly.ts";
import { frameSlider, playButtons, sliderHeight } from "./slider.ts";

/** How much larger than the picture the drawing is where there is room: its texts stay as large as they are. */
const largest = 1.35;
/** Where that would be higher than this, in CSS pixels, it is drawn smaller. */
const highest = 480;
const margin = 10;

/** The diagram with a slider over its positions. It keeps its proportions however wide the page is. */
export function diagramFigure(diagram: Diagram, heading: Heading, plain: boolean): PlotlyFigure {
  const { width, positions, quantity, first } = diagram;
  const scale = Math.max(1, Math.min(largest, highest / diagram.height));
  const top = headingHeight(heading);
  const height = Math.round(top + diagram.height * scale + sliderHeight);
  const traces = tracesOf(diagram, plain);
  const moving = traces.flatMap((trace, i) => (trace.moves ? [i] : []));
  return {
    data: traces.map(({ style, at }) => ({ ...style, ...at(first) })),
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: margin, r: margin, t: top, b: sliderHeight },
      ...pageLayout,
      dragmode: false,
      xaxis: { ...hidden, range: [0, width], constraintoward: "left" },
      yaxis: { ...hidden, range: [diagram.height, 0], constraintoward: "top", scaleanchor: "x" },
      meta: { fullWidth: Math.round(width * scale) + 2 * margin, ...linked(diagram, traces.length - 1) },
      sliders: [
        frameSlider(positions.map(escapePlotly), { prefix: `${escapePlotly(quantity)} `, active: first }),
      ],
      updatemenus: [playButtons()],
    },
    config: { ...plotlyConfig, displayModeBar: false },
    frames: positions.map((_, position) => ({
      name: String(position),
      data: moving.map((trace) => movingParts(traces[trace]!, position)),
      traces: moving,
    })),
  };
}

const hidden: PlotlyObject = { visible: false, fixedrange: true, constrain: "domain" };

/** Plain data for a host that lets the pointer on a place move the slider, as the site does. */
function linked({ targets }: Diagram, trace: number): PlotlyObject {
  if (targets.every(({ leadsTo }) => leadsTo === undefined)) return {};
  const positions = targets.map(({ leadsTo }) => leadsTo ?? null);
  return { links: [{ trace, slider: 0, positions: [positions] }] };
}
