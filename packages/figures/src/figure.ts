import type { MimeBundle } from "./bundle.ts";

/** What Jupyter's kernels ask a value for; Layerbook's own, stock tslab through our hook, and Deno's. */
export const display: unique symbol = Symbol.for("Jupyter.display");

/** A figure as a value: shown as a cell's last expression, and by `show`. */
export interface Figure {
  readonly bundle: MimeBundle;
  /** One sentence that says what the figure shows; what `describe` gives. */
  readonly description: string;
  [display](): MimeBundle;
}

export function figureOf(bundle: MimeBundle, description: string): Figure {
  return { bundle, description, [display]: () => bundle };
}
