/**
 * What the plugin hands to the component `Cell`: everything that a page shows before anything runs. It crosses from the
 * build to the browser as JSON.
 */
export interface CellData {
  readonly id: string;
  readonly source: string;
  /** Stands for the source: what a reader changed is put on this text only, not on what the book made of it since. */
  readonly digest: string;
  readonly controls: readonly ControlData[];
  /** Name of the error that the cell must throw. */
  readonly throws?: string;
  readonly folded: boolean;
  readonly solution: boolean;
  readonly outputs: readonly StaticOutput[];
}

/** A slider for one top-level constant of the cell. */
export interface ControlData {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** The constant's own value. */
  readonly value: number;
}

export type StaticOutput =
  | { readonly type: "stream"; readonly name: string; readonly text: string }
  | { readonly type: "error"; readonly name: string; readonly message: string }
  | { readonly type: "display"; readonly text?: string; readonly picture?: Picture };

/** A figure as the reader sees it without a script, and where its interactive twin lies. */
export interface Picture {
  /** Sanitized markup of one `<svg>` element. */
  readonly svg: string;
  /** One sentence that says what the figure shows. */
  readonly description: string;
  /** Path of the plotly figure below the site's base URL. */
  readonly figure?: string;
}
