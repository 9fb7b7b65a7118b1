import type { MimeBundle } from "./bundle.ts";
import type { Drawing } from "./drawing.ts";
import type { PlotlyFigure } from "./plotly.ts";
import { kindOf } from "./recognise.ts";

/** What is neither tensor nor trace: a plotly figure, a value that draws itself, or text. */
export function drawOther(value: unknown): Drawing {
  if (kindOf(value) !== undefined) return textOnly(String(value));
  if (isObject(value)) {
    const display = (value as Record<symbol, unknown>)[Symbol.for("Jupyter.display")];
    if (typeof display === "function") {
      const bundle = display.call(value) as MimeBundle;
      if (typeof bundle?.["text/plain"] === "string") {
        return { text: bundle["text/plain"], description: bundle["text/plain"], others: bundle };
      }
    }
    if (isFigure(value)) {
      const text = `plotly figure of ${value.data.length} traces`;
      return {
        text,
        description: `A ${text}.`,
        others: { "application/vnd.plotly.v1+json": withLayout(value) },
      };
    }
  }
  return textOnly(typeof value === "string" ? value : inspected(value));
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
