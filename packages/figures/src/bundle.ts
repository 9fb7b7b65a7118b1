import type { Drawing } from "./drawing.ts";
import { drawMaps } from "./maps.ts";
import { formatNumber } from "./numbers.ts";
import type { ShowOptions } from "./options.ts";
import { isTensor, type TensorLike } from "./recognise.ts";
import { shapeLabel } from "./statistics.ts";

/** MIME type to content: a string, or JSON for `application/*+json`. */
export interface MimeBundle {
  readonly "text/plain": string;
  readonly [mime: string]: unknown;
}

export const plotlyMime = "application/vnd.plotly.v1+json";

/** No bundle's JSON is larger. */
export const byteBudget: number = 1024 * 1024;

declare const TextEncoder: new () => { encode(text: string): Uint8Array };

export function draw(value: unknown, options: ShowOptions, budget: number): Drawing {
  if (isTensor(value)) return drawTensor(value, options, budget);
  throw new Error("todo");
}

function drawTensor(tensor: TensorLike, options: ShowOptions, budget: number): Drawing {
  const rank = tensor.shape.length;
  if (tensor.shape.includes(0)) {
    const text = `${shapeLabel(tensor)}  empty`;
    return { text, description: `An empty tensor, ${shapeLabel(tensor)}.` };
  }
  if (rank === 0) {
    const text = `${shapeLabel(tensor)} ${formatNumber(tensor.toTypedArray()[0]!, 7)}`;
    return { text, description: `A single number, ${text}.` };
  }
  if (rank === 1) throw new Error("todo");
  return drawMaps(tensor, options, budget);
}

export function mimeBundle(value: unknown, options: ShowOptions = {}): MimeBundle {
  let budget = 0.85 * byteBudget;
  for (;;) {
    const drawing = draw(value, options, budget);
    const bundle = {
      "text/plain": drawing.text,
      ...(drawing.svg === undefined ? {} : { "image/svg+xml": drawing.svg }),
      ...(drawing.plotly === undefined ? {} : { [plotlyMime]: drawing.plotly }),
    };
    if (new TextEncoder().encode(JSON.stringify(bundle)).length <= byteBudget) return bundle;
    budget *= 0.7;
  }
}
