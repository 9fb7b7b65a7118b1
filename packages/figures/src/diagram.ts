import { fittingBundle } from "./bundle.ts";
import type { ColorRange } from "./colors.ts";
import { diagramFigure } from "./diagram-figure.ts";
import { diagramPicture } from "./diagram-svg.ts";
import { type Figure, figureOf } from "./figure.ts";
import { svgDocument } from "./svg.ts";
import type { SweepWords } from "./sweep.ts";

/** A place in a diagram, in CSS pixels of the picture from its upper left corner. */
export type Point = readonly [x: number, y: number];

export type Path = readonly Point[];

/** How an area is bounded, around its middle. */
export type Shape =
  | { readonly kind: "circle"; readonly x: number; readonly y: number; readonly radius: number }
  | {
      readonly kind: "box";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    };

/** What carries numbers from one place to another, drawn below all else. */
export interface Wire {
  /** Whether its paths end in the head of an arrow. */
  readonly arrow?: boolean;
  readonly dashed?: boolean;
  /** Paths of one look at each position of the slider, or those that stay. */
  readonly at: readonly WireLook[];
}
export interface WireLook {
  readonly paths: readonly Path[];
  readonly color: string;
  readonly width: number;
  /** 1 by default. */
  readonly opacity?: number;
}

/** A neuron, an operation, or what stands around others. */
export interface Area {
  readonly at: readonly AreaLook[];
}
export interface AreaLook {
  readonly shape: Shape;
  readonly fill: string;
  /** Of the fill; 1 by default. */
  readonly opacity?: number;
  readonly line: string;
  readonly lineWidth: number;
}

/** A text in the middle of its line. */
export interface Label {
  readonly x: number;
  readonly y: number;
  /** Where on its line `x` is; "middle" by default. */
  readonly anchor?: "start" | "middle" | "end";
  readonly at: readonly LabelLook[];
}
export interface LabelLook {
  readonly text: string;
  /** The page's own by default. */
  readonly color?: string;
  /** Where the label is at this position, if it moves. */
  readonly place?: Point;
}

/** Coloured cells in rows and columns of any width; their numbers are labels. */
export interface CellMap {
  /** Edges of the columns from left to right, and of the rows from above to below. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Row by row; NaN where there is no cell. */
  readonly values: readonly number[];
  readonly range: ColorRange;
}

/** A place that says more when the pointer is on it. */
export interface Target {
  readonly x: number;
  readonly y: number;
  readonly at: readonly string[];
  /** The position that the pointer leads to, where the host follows it. */
  readonly leadsTo?: number;
}

/** Lines, shapes and texts of which some change as a slider moves; the picture shows its first position. */
export interface Diagram {
  /** At most 336, as a telephone is wide. */
  readonly width: number;
  readonly height: number;
  readonly maps?: readonly CellMap[];
  readonly wires: readonly Wire[];
  readonly areas: readonly Area[];
  readonly labels: readonly Label[];
  readonly targets: readonly Target[];
  /** What the slider moves, as it stands before a position's text. */
  readonly quantity: string;
  readonly positions: readonly string[];
  /** The position that is shown at first. */
  readonly first: number;
}

/** A diagram as a figure. */
export function drawnDiagram(
  diagram: Diagram,
  { heading, title, description, numbers, plain }: SweepWords,
): Figure {
  const bundle = fittingBundle(title, () => ({
    description,
    text: `${description}\n${numbers}`,
    svg: svgDocument(heading, description, diagramPicture(diagram)),
    plotly: diagramFigure(diagram, heading, plain),
  }));
  return figureOf(bundle, description);
}
