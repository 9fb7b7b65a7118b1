import { ShapeError } from "@layerbook/layers";
import type { Drawing } from "./drawing.ts";
import { drawImage } from "./image.ts";
import { drawMaps } from "./maps.ts";
import { formatNumber } from "./numbers.ts";
import type { ShowOptions } from "./options.ts";
import { drawOther } from "./other.ts";
import { isTensor, type TensorLike } from "./recognise.ts";
import { shapeLabel } from "./statistics.ts";
import { drawTrace, isTrace } from "./traces.ts";
import { drawVector } from "./vector.ts";

/** MIME type to content: a string, or JSON for `application/*+json`. */
export interface MimeBundle {
  readonly "text/plain": string;
  readonly [mime: string]: unknown;
}

export const plotlyMime = "application/vnd.plotly.v1+json";

/** No bundle's JSON is larger. */
export const byteBudget: number = 1024 * 1024;

/** In every host that we run in, but in none of the libraries that this package compiles against. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/**
 * What `show` would send: text/plain, image/svg+xml and application/vnd.plotly.v1+json, together at most 1 MiB as JSON.
 * What was left out to fit is said in the figure. Throws ShapeError for options that do not fit the value's shape.
 */
export function mimeBundle(value: unknown, options: ShowOptions = {}): MimeBundle {
  // Estimated sizes leave a share for labels and text; the bundle's real size decides.
  for (let budget = 0.85 * byteBudget; ; budget *= 0.7) {
    const { text, svg, plotly, others } = draw(value, options, budget);
    const bundle = {
      "text/plain": text,
      ...(svg === undefined ? {} : { "image/svg+xml": svg }),
      ...(plotly === undefined ? {} : { [plotlyMime]: plotly }),
      ...others,
    };
    const fixed = others !== undefined || (svg === undefined && plotly === undefined);
    if (fixed || new TextEncoder().encode(JSON.stringify(bundle)).length <= byteBudget) return bundle;
  }
}

/** One sentence that says what the figure of a value shows; used as its text alternative. */
export function describe(value: unknown): string {
  return draw(value, {}, byteBudget).description;
}

function draw(value: unknown, options: ShowOptions, budget: number): Drawing {
  if (isTensor(value)) return drawTensor(value, options, budget);
  if (isTrace(value)) return drawTrace(value, options, budget);
  return drawOther(value);
}

function drawTensor(tensor: TensorLike, options: ShowOptions, budget: number): Drawing {
  const label = shapeLabel(tensor);
  if (tensor.shape.includes(0)) return { text: `${label}  empty`, description: `An empty tensor, ${label}.` };
  if (tensor.shape.length === 0) {
    const text = `${label}  ${formatNumber(tensor.toTypedArray()[0]!, 7)}`;
    return { text, description: `A single number, ${text}.` };
  }
  if (options.channels !== undefined && tensor.shape.length < 3) {
    throw new ShapeError(
      `Cannot choose channels of [${tensor.shape.join(", ")}]: expected [..., channels, height, width]. Leave out the option channels`,
    );
  }
  if (options.layout === "image") return drawImage(tensor, options, budget);
  if (tensor.shape.length === 1) return drawVector(tensor, options);
  return drawMaps(tensor, options, budget);
}
