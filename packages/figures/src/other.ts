import type { Drawing } from "./drawing.ts";
import { refuseOptions, type ShowOptions } from "./options.ts";
import type { PlotlyFigure } from "./plotly.ts";
import { kindOf } from "./recognise.ts";

/** What is neither tensor nor trace: a plotly figure, a value that draws itself, or text. */
export function drawOther(value: unknown, options: ShowOptions): Drawing {
  refuseOptions(options, ["scale", "colorscale", "channels", "layout"], "this value", "a tensor");
  if (kindOf(value) !== undefined) return textOnly(String(value));
  if (isObject(value)) {
    const display = (value as Record<symbol, unknown>)[Symbol.for("Jupyter.display")];
    const shown: unknown = typeof display === "function" ? display.call(value) : undefined;
    if (isObject(shown) && "then" in shown) return textOnly(`${inspected(value)}\n${laterFigure}`);
    if (isBundle(shown)) {
      const text = shown["text/plain"];
      const { description } = value as { description?: unknown };
      const drawn = passedOn(typeof text === "string" ? text : inspected(value), shown, options);
      return typeof description === "string" ? { ...drawn, description } : drawn;
    }
    if (isFigure(value)) {
      const text = `plotly figure of ${value.data.length} traces`;
      const bundle = { "application/vnd.plotly.v1+json": withLayout(value) };
      return { ...passedOn(text, bundle, options), description: `A ${text}.` };
    }
  }
  return textOnly(typeof value === "string" ? value : inspected(value));
}

const laterFigure =
  "(its figure comes later, as a promise: make the value a cell's last expression, which waits for it)";

function passedOn(text: string, bundle: Bundle, options: ShowOptions): Drawing {
  refuseOptions(options, ["title"], "what a value brings itself", "a value that is drawn here");
  return { text, description: text, others: bundle };
}

type Bundle = Readonly<Record<string, unknown>>;

/** MIME types, one at least, and what is to be shown. */
function isBundle(value: unknown): value is Bundle {
  if (!isObject(value)) return false;
  const types = Object.keys(value);
  return types.length > 0 && types.every((type) => type.includes("/"));
}

function textOnly(text: string): Drawing {
  return { text, description: text };
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function isFigure(value: object): value is Pick<PlotlyFigure, "data"> & Partial<PlotlyFigure> {
  const { data, layout } = value as { data?: unknown; layout?: unknown };
  return Array.isArray(data) && typeof layout === "object" && layout !== null;
}

/** JupyterLab's renderer needs a layout, and gives 360 pixels to one without a height. */
function withLayout(figure: Pick<PlotlyFigure, "data"> & Partial<PlotlyFigure>): object {
  return { ...figure, layout: { ...figure.layout, height: figure.layout?.height ?? 360 } };
}

/** As Node prints it; in a browser as JSON, where a value has one. */
function inspected(value: unknown): string {
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } };
  const util = process?.getBuiltinModule?.("node:util") as { inspect(value: unknown): string } | undefined;
  if (util) return util.inspect(value);
  try {
    return JSON.stringify(value, null, 2) ?? String(value);
  } catch {
    return String(value);
  }
}
