/**
 * The cells of a heat map that lead to positions of a slider: [row][column], null where one leads nowhere; of points one row.
 */
export interface Link {
  readonly trace: number;
  readonly slider: number;
  readonly positions: readonly (readonly (number | null)[])[];
}

/** What the page reads of a layout; the rest is plotly's. */
export interface FigureLayout {
  readonly height?: number;
  readonly margin?: { readonly l?: number; readonly r?: number; readonly t?: number; readonly b?: number };
  readonly title?: { readonly y?: number };
  readonly yaxis?: { readonly scaleanchor?: string };
  readonly yaxis2?: object;
  readonly images?: readonly { readonly source?: string }[];
  readonly sliders?: readonly {
    readonly active?: number;
    readonly steps?: readonly { readonly args?: readonly unknown[] }[];
  }[];
  readonly meta?: {
    readonly links?: readonly Link[];
    /** Where its height is right, in pixels; a wide column by default. */
    readonly fullWidth?: number;
  };
}

export interface FigureJson {
  readonly data: readonly object[];
  readonly layout?: FigureLayout;
  readonly config?: object;
  readonly frames?: readonly object[];
}
