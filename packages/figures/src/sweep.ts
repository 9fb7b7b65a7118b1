import { type Axis, linearAxis } from "./axis.ts";
import { fittingBundle } from "./bundle.ts";
import type { ColorRange } from "./colors.ts";
import { type Figure, figureOf } from "./figure.ts";
import type { Heading } from "./heading.ts";
import { plotlyReaches } from "./plotly.ts";
import { statistics } from "./statistics.ts";
import { svgDocument } from "./svg.ts";
import { sweepFigure } from "./sweep-figure.ts";
import { sweepPicture } from "./sweep-svg.ts";

/** What a slider moves. */
export interface Slide {
  /** What moves, as it stands before a position's text: "sample 3 =". As short as a column of the picture is narrow. */
  readonly quantity: string;
  /** What each position of the slider is called. */
  readonly positions: readonly string[];
  /** The position that is shown at first. */
  readonly first: number;
  /** The few positions that the picture shows side by side. */
  readonly telling: readonly number[];
}

/** One quantity moved from value to value, and what a layer makes of each: a slider in plotly, a few columns in SVG. */
export interface Sweep extends Slide {
  /** What buttons choose between; none where there is but one view. */
  readonly views: readonly string[];
  /** Which of the views the picture shows; all by default. */
  readonly pictured?: readonly number[];
  /** A slider for each of the views, in place of the one for all; what moves is then part of one view. */
  readonly slides?: readonly Slide[];
  /** Panels in rows, those of a row side by side. */
  readonly rows: readonly (readonly SweepPanel[])[];
}

/** Marks over axes, or, with a `grid`, on the cells of a map: x counts its columns, y its rows. */
export interface SweepPanel {
  readonly caption: string;
  readonly marks: readonly SweepMark[];
  readonly grid?: { readonly rows: number; readonly columns: number };
  /** A step to the right is as long as one up. */
  readonly square?: boolean;
  /** From left to right; around all marks by default. */
  readonly x?: Axis;
  /** From bottom to top; around all marks by default. */
  readonly y?: Axis;
  /** The axis at the left counts powers of ten, `y` being a `logAxis`. */
  readonly logarithmic?: boolean;
  readonly xLabel?: string;
  readonly yLabel?: string;
  /** Texts in place of the numbers at the ticks of `x`. */
  readonly xTexts?: readonly string[];
}

export type SweepMark = PointsMark | CellsMark | PlaneMark | NoteMark;

interface Mark<Kind extends string, Drawn> {
  readonly kind: Kind;
  /** Which of the views it is part of; of all by default. */
  readonly view?: number;
  /** What is drawn at each position, or one that stays. */
  readonly at: readonly Drawn[];
}

export interface Points {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** A colour for each point, where they change from position to position. */
  readonly colors?: readonly string[];
}

/** Points of one colour, bars with one each. A line has gaps where a number is not finite. */
export interface PointsMark extends Mark<"dots" | "rings" | "line" | "dashes" | "bars", Points> {
  readonly color: string | readonly string[];
  /** plotly's template of what hovering says; nothing by default. */
  readonly hover?: string;
}

/** The cells of a panel with a grid, row by row. NaN leaves a cell empty. */
export interface CellsMark extends Mark<"cells", ArrayLike<number>> {
  readonly range: ColorRange;
  readonly hover: string;
  /** What hovering says of each cell of a mark that stays, in place of `hover`. */
  readonly names?: readonly string[];
  /** The position that the pointer on a cell leads to, where the host follows it; null where there is none. */
  readonly leadsTo?: readonly (number | null)[];
  /** Whether cells are empty on purpose, rather than for want of a finite number. */
  readonly gaps?: boolean;
}

/** Values all over a panel's axes, rows x columns, the first row at the bottom. */
export interface PlaneMark extends Mark<"plane", ArrayLike<number>> {
  readonly rows: number;
  readonly columns: number;
  readonly range: ColorRange;
  readonly hover: string;
}

/** A line of text below the caption, as short as a column of the picture is narrow. */
export interface NoteMark extends Mark<"note", string> {}

/** What a mark has at a position. */
export function drawnAt<Drawn>({ at }: { readonly at: readonly Drawn[] }, position: number): Drawn {
  return at.length === 1 ? at[0]! : at[position]!;
}

/** The slider that moves what is part of a view, or of all of them. */
export function slideOf(sweep: Sweep, view = 0): Slide {
  return sweep.slides?.[view] ?? sweep;
}

export function isIn({ view }: SweepMark, shown: number): boolean {
  return view === undefined || view === shown;
}

/** The axes of a panel, the same at all positions and in all views. */
export function axesOf({ marks, x, y }: SweepPanel): { readonly x: Axis; readonly y: Axis } {
  const points = marks.flatMap((mark) => ("color" in mark ? mark.at : []));
  const zero = marks.some(({ kind }) => kind === "bars") ? [0] : [];
  return {
    x: x ?? around(points.flatMap((point) => Array.from(point.x))),
    y: y ?? around([...points.flatMap((point) => Array.from(point.y)), ...zero]),
  };
}

function around(values: readonly number[]): Axis {
  const { min, max, finite } = statistics(values);
  return finite > 0 ? linearAxis(min, max, 4) : linearAxis(-1, 1, 4);
}

/** What is said of a sweep beside its drawing. */
export interface SweepWords {
  readonly heading: Heading;
  /** A title that was chosen stands above the text too. */
  readonly title: string | undefined;
  /** One sentence that says what the figure shows. */
  readonly description: string;
  /** Lines of numbers below it in the text. */
  readonly numbers: string;
  readonly plain: boolean;
}

/** A sweep as a figure. Numbers that are not finite are left out, and the heading says so. */
export function sweptFigure(
  sweep: Sweep,
  { heading, title, description, numbers, plain }: SweepWords,
): Figure {
  const values = sweep.rows.flat().flatMap(numbersOf);
  const found = statistics(values);
  const lost = found.count > found.finite ? [["numbers that are not finite are left out"]] : [];
  const said = { ...heading, lines: [...heading.lines, ...lost] };
  const bundle = fittingBundle(title, () => ({
    description,
    text: `${description}\n${numbers}`,
    svg: svgDocument(said, description, sweepPicture(sweep)),
    ...(plotlyReaches(found) ? { plotly: sweepFigure(sweep, said, plain) } : {}),
  }));
  return figureOf(bundle, description);
}

/** What of a panel is measured: not its notes, nor the outlines on a map, which have gaps. */
function numbersOf({ marks, grid }: SweepPanel): number[] {
  return marks.flatMap((mark): number[] => {
    if (mark.kind === "note") return [];
    if (mark.kind === "cells" && mark.gaps) return [];
    if ("range" in mark) return mark.at.flatMap((values) => Array.from(values));
    return grid ? [] : mark.at.flatMap(({ y }) => Array.from(y));
  });
}
