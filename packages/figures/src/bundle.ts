import type { Drawing } from "./drawing.ts";
import { plainText } from "./escape.ts";
import { drawImage } from "./image.ts";
import { drawMaps } from "./maps.ts";
import { drawModel } from "./model.ts";
import { formatNumber } from "./numbers.ts";
import { checkOptions, refuseOptions, type ShowOptions } from "./options.ts";
import { drawOther } from "./other.ts";
import { drawParameter, drawsAsParameter } from "./parameter.ts";
import { isModule, isTensor, type TensorLike } from "./recognise.ts";
import { shapeLabel } from "./statistics.ts";
import { drawTrace, isTrace } from "./traces.ts";
import { drawVector } from "./vector.ts";

/** MIME type to content: a string, or JSON for `application/*+json`. */
export interface MimeBundle {
  readonly "text/plain": string;
  readonly [mime: string]: unknown;
}

export const plotlyMime = "application/vnd.plotly.v1+json";

/** No bundle drawn here is larger as JSON. */
export const byteBudget: number = 1024 * 1024;

/** In every host that we run in, but in none of the libraries that this package compiles against. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** How often a figure is drawn anew with less in it before it is given up. */
const mostAttempts = 10;

/**
 * What `show` would send: text/plain, image/svg+xml and application/vnd.plotly.v1+json; of a model text/plain and
 * text/html. What is drawn here, a tensor, a trace or a model, takes at most 1 MiB as JSON in all, and what was left out
 * to fit is said in the figure. Text, and what other values bring (a plotly figure, a bundle of their own), is passed on
 * whatever its size. Throws ShapeError for options that there are not, or that do not fit the value.
 *
 * @example
 * import { mimeBundle } from "@layerbook/figures";
 * import { tensor } from "@layerbook/layers";
 * const svg = mimeBundle(tensor([[1, 2], [3, 4]]))["image/svg+xml"]; // to put into a page of one's own
 */
export function mimeBundle(value: unknown, options: ShowOptions = {}): MimeBundle {
  checkOptions(options);
  return fittingBundle(options.title, (budget) => draw(value, options, budget));
}

/** The bundle of a drawing, under its title, drawn with smaller budgets until it takes at most 1 MiB as JSON. */
export function fittingBundle(title: string | undefined, drawing: (budget: number) => Drawing): MimeBundle {
  const above = title === undefined ? "" : `${plainText(title)}\n`;
  // Estimated sizes leave a share for labels and text; the bundle's real size decides.
  let budget = 0.85 * byteBudget;
  for (let attempt = 1; ; attempt++, budget *= 0.7) {
    const { text, html, svg, plotly, others } = drawing(budget);
    const bundle = {
      "text/plain": above + text,
      ...(html === undefined ? {} : { "text/html": html }),
      ...(svg === undefined ? {} : { "image/svg+xml": svg }),
      ...(plotly === undefined ? {} : { [plotlyMime]: plotly }),
      ...others,
    };
    const fixed = others !== undefined || [html, svg, plotly].every((part) => part === undefined);
    if (fixed || new TextEncoder().encode(JSON.stringify(bundle)).length <= byteBudget) return bundle;
    if (attempt === mostAttempts) {
      return { "text/plain": `${above}${text}\n(the figure is left out: it takes more than 1 MiB)` };
    }
  }
}

/**
 * One sentence that says what the figure of a value shows; used as its text alternative.
 *
 * @example
 * import { describe } from "@layerbook/figures";
 * import { tensor } from "@layerbook/layers";
 * describe(tensor([[1, 2], [3, 4]]));
 */
export function describe(value: unknown): string {
  return draw(value, {}, byteBudget).description;
}

function draw(value: unknown, options: ShowOptions, budget: number): Drawing {
  if (isTensor(value)) return drawTensor(value, options, budget);
  if (isTrace(value)) return drawTrace(value, options, budget);
  if (isModule(value)) return drawModel(value, options);
  return drawOther(value, options);
}

function drawTensor(tensor: TensorLike, options: ShowOptions, budget: number): Drawing {
  const label = shapeLabel(tensor);
  if (tensor.shape.includes(0)) return { text: `${label}  empty`, description: `An empty tensor, ${label}.` };
  const shape = `[${tensor.shape.join(", ")}]`;
  const rank = tensor.shape.length;
  if (rank < 2) refuseOptions(options, ["colorscale", "layout"], shape, "[..., height, width]");
  if (rank < 3) refuseOptions(options, ["channels", "scale"], shape, "[..., channels, height, width]");
  if (rank === 0) {
    const text = `${label}  ${formatNumber(tensor.toTypedArray()[0]!, 7)}`;
    return { text, description: `A single number, ${text}.` };
  }
  if (drawsAsParameter(tensor, options)) return drawParameter(tensor, options, budget);
  if (options.layout === "image") return drawImage(tensor, options, budget);
  return rank === 1 ? drawVector(tensor, options) : drawMaps(tensor, options, budget);
}
