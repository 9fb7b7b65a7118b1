/** What may be chosen of a figure. */
export interface ShowOptions {
  /** Stands above the figure in place of the kind of value. Always shown as text. */
  readonly title?: string;
  /** One colour scale for the whole figure, or one per channel. */
  readonly scale?: "figure" | "channel";
  /** "auto": diverging and symmetric if any value is below 0, else sequential from 0. */
  readonly colorscale?: "auto" | "sequential" | "diverging" | "gray";
  /** Which channels are drawn, in this order; all by default. */
  readonly channels?: readonly number[];
  /** "image": [1, H, W], [3, H, W] or [H, W, 3] in 0..1 in its own colours. */
  readonly layout?: "tiles" | "image";
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}
