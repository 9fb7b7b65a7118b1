import { escapePlotly } from "./escape.ts";
import { type Heading, headingHeight, plotlyTitle } from "./heading.ts";
import { axisNumber, ink, type PlotlyFigure, type PlotlyObject, pageLayout, plotlyConfig } from "./plotly.ts";
import { frameSlider, playButtons, sliderHeight } from "./slider.ts";
import { isIn, type Sweep, type SweepMark, type SweepPanel, slideOf } from "./sweep.ts";
import { axesLayout, type Domain } from "./sweep-axes.ts";
import { inRows, movingPart, partOf, styleOf } from "./sweep-traces.ts";

const captionHeight = 24;
const noteHeight = 18;
const plotHeight = 150;
const squareHeight = 260;
const [ticksHeight, labelHeight] = [20, 18];
const buttonsHeight = 54;
const largestCell = 40;
/** About as wide as a telephone: maps that share it are no higher than they can be wide there. */
const narrowRow = 360;
/** What the panels of a row share when a figure is as wide as a page's column, in CSS pixels. */
const rowWidth = 560;
/** Share of the width between panels side by side: room for the numbers of an axis. */
const gapShare = 0.1;
/** Maps have none. */
const mapGapShare = 0.04;

/** Where a row of panels stands, in CSS pixels from the top of the first. */
interface Row {
  readonly top: number;
  readonly height: number;
  /** Share of the width between its panels. */
  readonly between: number;
}

/** The panels, a slider over the positions that moves what moves, and buttons that choose the view. */
export function sweepFigure(sweep: Sweep, heading: Heading, plain: boolean): PlotlyFigure {
  const { views, slides = [sweep] } = sweep;
  const rows = rowsOf(sweep);
  const plotsHeight = rows.at(-1)!.top + rows.at(-1)!.height;
  const top = headingHeight(heading) + (views.length > 1 ? buttonsHeight : 0);
  const numbersBelow = belowPanel(sweep.rows.at(-1)!);
  const below = numbersBelow + sliderHeight;
  const height = top + plotsHeight + below;
  const panels = sweep.rows.flatMap((row, i) =>
    row.map((panel, place) => ({
      panel,
      beside: row.length,
      domain: domainOf(rows[i]!, plotsHeight, place, row.length),
    })),
  );
  const marks = panels.flatMap(({ panel, beside }, place) =>
    panel.marks.map((mark) => ({ mark, panel, place, beside })),
  );
  return {
    data: marks.map(({ mark, panel, place, beside }) => ({
      ...merged(styleOf(mark, panel, beside), partOf(mark, slideOf(sweep, mark.view).first, panel, plain)),
      xaxis: `x${axisNumber(place)}`,
      yaxis: `y${axisNumber(place)}`,
      visible: isIn(mark, 0),
    })),
    layout: {
      title: plotlyTitle(heading, height),
      height,
      margin: { l: 46, r: 12, t: top, b: below },
      ...pageLayout,
      dragmode: false,
      ...Object.assign({}, ...panels.map(({ panel, domain }, place) => axesLayout(panel, domain, place))),
      shapes: panels.flatMap(({ panel }, place) => (panel.grid ? [border(panel.grid, place)] : [])),
      ...linked(marks),
      annotations: panels.map(({ panel }, place) => caption(panel, place)),
      sliders: slides.map(({ positions, quantity, first }, slide) =>
        frameSlider(positions.map(escapePlotly), {
          prefix: `${escapePlotly(quantity)} `,
          active: first,
          ...ofSlide(slide),
        }),
      ),
      updatemenus: [
        ...slides.map((_, slide) => playButtons(ofSlide(slide))),
        ...(views.length > 1 ? [viewButtons(sweep, marks, plotsHeight)] : []),
      ],
    },
    config: { ...plotlyConfig, displayModeBar: false },
    frames: [
      ...viewFrames(sweep, marks),
      ...slides.flatMap(({ positions }, slide) => {
        const moving = marks.flatMap(({ mark, panel }, trace) => {
          return mark.at.length > 1 && (slides.length === 1 || mark.view === slide)
            ? [{ mark, panel, trace }]
            : [];
        });
        const { group } = ofSlide(slide);
        return positions.map((_, position) => ({
          name: group + String(position),
          ...(group === "" ? {} : { group }),
          data: moving.map(({ mark, panel }) => movingPart(mark, position, panel, plain)),
          traces: moving.map(({ trace }) => trace),
        }));
      }),
    ],
  };

  function ofSlide(slide: number): {
    readonly group: string;
    readonly visible: boolean;
    readonly below: number;
  } {
    return { group: slides.length > 1 ? `${slide}:` : "", visible: slide === 0, below: numbersBelow };
  }
}

/** Plain data for a host that lets the pointer on a cell move a slider, as the site does: [row][column] to a position. */
function linked(marks: readonly { readonly mark: SweepMark; readonly panel: SweepPanel }[]): PlotlyObject {
  const links = marks.flatMap(({ mark, panel }, trace) =>
    mark.kind === "cells" && mark.leadsTo
      ? [{ trace, slider: mark.view ?? 0, positions: inRows(mark.leadsTo, panel) }]
      : [],
  );
  return links.length > 0 ? { meta: { links } } : {};
}

/** A part may bring colours for markers that have a style. */
function merged(style: PlotlyObject, part: PlotlyObject): PlotlyObject {
  const markers = { ...(style.marker as object), ...(part.marker as object) };
  return { ...style, ...part, ...("marker" in style ? { marker: markers } : {}) };
}

function rowsOf({ rows }: Sweep): Row[] {
  let end = 0;
  return rows.map((row, i) => {
    const above = captionHeight + (row.some(hasNote) ? noteHeight : 0);
    const top = end + above + (i > 0 ? belowPanel(rows[i - 1]!) : 0);
    const height = Math.max(...row.map((panel) => heightOf(panel, row.length)));
    end = top + height;
    return { top, height, between: row.every(({ grid }) => grid) ? mapGapShare : gapShare };
  });
}

function hasNote({ marks }: SweepPanel): boolean {
  return marks.some(({ kind }) => kind === "note");
}

function heightOf({ grid, square }: SweepPanel, beside: number): number {
  if (!grid) return square ? squareHeight : plotHeight;
  const width = (rowWidth * (1 - (beside - 1) * mapGapShare)) / beside;
  return Math.round(Math.min(grid.rows * Math.min(largestCell, width / grid.columns), narrowRow / beside));
}

/** What stands below the panels of a row: numbers and what they count. */
function belowPanel(row: readonly SweepPanel[]): number {
  if (row.every(({ grid }) => grid)) return 6;
  return ticksHeight + (row.some(({ xLabel }) => xLabel) ? labelHeight : 0);
}

function domainOf({ top, height, between }: Row, plotsHeight: number, place: number, beside: number): Domain {
  const share = (1 - (beside - 1) * between) / beside;
  const start = place * (share + between);
  return { x: [start, start + share], y: [1 - (top + height) / plotsHeight, 1 - top / plotsHeight] };
}

/** A thin line around a map, for cells as light or as dark as the page. */
function border({ rows, columns }: NonNullable<SweepPanel["grid"]>, place: number): PlotlyObject {
  const [xref, yref] = [`x${axisNumber(place)}`, `y${axisNumber(place)}`];
  const ends = { x0: -0.5, x1: columns - 0.5, y0: -0.5, y1: rows - 0.5 };
  return { type: "rect", xref, yref, ...ends, line: { color: ink, width: 1 } };
}

function caption(panel: SweepPanel, place: number): PlotlyObject {
  return {
    text: escapePlotly(panel.caption),
    showarrow: false,
    xref: `x${axisNumber(place)} domain`,
    x: 0,
    xanchor: "left",
    yref: `y${axisNumber(place)} domain`,
    y: 1,
    yanchor: "bottom",
    yshift: 2 + (hasNote(panel) ? noteHeight : 0),
    font: { size: 12, color: ink },
  };
}

/** plotly's buttons are light where they are pressed, on dark pages too, where `ink` would become as light. */
const buttonInk = "#7d7d7d";

function viewButtons(
  { views, slides }: Sweep,
  marks: readonly { readonly mark: SweepMark }[],
  plotsHeight: number,
): PlotlyObject {
  return {
    type: "buttons",
    direction: "right",
    showactive: true,
    active: 0,
    x: 0,
    xanchor: "left",
    y: 1 + 2 / plotsHeight,
    yanchor: "bottom",
    pad: { l: 0, t: 0, r: 0, b: 0 },
    bgcolor: "rgba(127,127,127,0.15)",
    bordercolor: ink,
    borderwidth: 1,
    font: { size: 12, color: buttonInk },
    buttons: views.map((view, shown) => ({
      label: escapePlotly(view),
      ...(slides
        ? { method: "animate", args: [[viewFrame(shown)], { mode: "immediate", frame: { duration: 0 } }] }
        : { method: "restyle", args: [{ visible: marks.map(({ mark }) => isIn(mark, shown)) }] }),
    })),
  };
}

/**
 * Where each view has a slider, a frame for each view: what is seen of traces, sliders and what plays them. As a frame,
 * for plotly's `update` of traces and sliders at once fails where a heat map appears.
 */
function viewFrames(
  { views, slides }: Sweep,
  marks: readonly { readonly mark: SweepMark }[],
): readonly PlotlyObject[] {
  if (!slides) return [];
  return views.map((_, shown) => ({
    name: viewFrame(shown),
    group: "views",
    data: marks.map(({ mark }) => ({ visible: isIn(mark, shown) })),
    traces: marks.map((_, trace) => trace),
    layout: Object.fromEntries(
      slides.flatMap((_, slide) =>
        ["sliders", "updatemenus"].map((part) => [`${part}[${slide}].visible`, slide === shown]),
      ),
    ),
  }));
}

function viewFrame(view: number): string {
  return `view ${view}`;
}
