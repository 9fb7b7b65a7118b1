import type { PlotlyFigure } from "./plotly.ts";

/** A value drawn three ways. */
export interface Drawing {
  /** One sentence that says what the figure shows. */
  readonly description: string;
  /** For text/plain: what it is, its statistics, a small picture in characters. */
  readonly text: string;
  /** Missing where there is nothing to draw. */
  readonly svg?: string;
  readonly plotly?: PlotlyFigure;
  /** A bundle that somebody else made, passed on as it is. */
  readonly others?: Readonly<Record<string, unknown>>;
}
