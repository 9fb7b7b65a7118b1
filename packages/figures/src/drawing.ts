import type { PlotlyFigure } from "./plotly.ts";

/** A value drawn in several ways. */
export interface Drawing {
  /** One sentence that says what the figure shows. */
  readonly description: string;
  /** For text/plain: what it is, its statistics, a small picture in characters. */
  readonly text: string;
  /** Missing where there is nothing to draw. */
  readonly svg?: string;
  readonly plotly?: PlotlyFigure;
  /** A table, in place of a picture; all text in it is escaped. */
  readonly html?: string;
  /** A bundle that somebody else made, passed on as it is. */
  readonly others?: Readonly<Record<string, unknown>>;
}
