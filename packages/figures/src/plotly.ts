/** A plotly figure as plain JSON. `frames` and `config` are read by JupyterLab's renderer and by the site's. */
export interface PlotlyFigure {
  readonly data: readonly PlotlyObject[];
  readonly layout: PlotlyObject & { readonly height: number };
  readonly config: PlotlyObject;
  readonly frames?: readonly PlotlyObject[];
}
export type PlotlyObject = Readonly<Record<string, unknown>>;

/** Reads well on white and on a dark page alike: contrast above 3.8 on both. */
export const ink = "#777777";

/** Orange tells the window and what comes of it from both colour scales, also for the colour-blind. */
export const accent = "#e66100";

/** For values that no colour scale can show. */
export const markColor = "#d81b60";

/** What every figure's layout has: no ground of its own, and ink, tools and slider that read on light and dark pages. */
export const pageLayout: PlotlyObject = {
  paper_bgcolor: "rgba(0,0,0,0)",
  plot_bgcolor: "rgba(0,0,0,0)",
  font: { color: ink },
  modebar: { bgcolor: "rgba(0,0,0,0)", color: ink, activecolor: accent },
  showlegend: false,
  hovermode: "closest",
};

export const pageSlider: PlotlyObject = {
  bgcolor: "rgba(127,127,127,0.25)",
  activebgcolor: accent,
  bordercolor: ink,
  font: { size: 9, color: ink },
  ticklen: 0,
  minorticklen: 0,
};

/** plotly counts axes "", 2, 3, ... */
export function axisNumber(place: number): string {
  return place === 0 ? "" : String(place + 1);
}

export const plotlyConfig: PlotlyObject = { responsive: true, displaylogo: false };

/** plotly computes distances between numbers, which overflow between larger ones: those are left to the SVG. */
const largestPlotted = 1e300;

export function plotlyReaches({ min, max }: { readonly min: number; readonly max: number }): boolean {
  return !(min < -largestPlotted || max > largestPlotted);
}

export type NumberFormat = "f4" | "f8" | "i4" | "u1" | "u2";

const arrays = {
  f4: Float32Array,
  f8: Float64Array,
  i4: Int32Array,
  u1: Uint8Array,
  u2: Uint16Array,
} as const;

/**
 * Numbers as plotly reads them: base64 with dtype and shape, a quarter of the size of digits and exact; or, for older
 * renderers, plain nested arrays with null for what is not finite.
 */
export function plotlyNumbers(
  values: ArrayLike<number>,
  shape: readonly number[],
  format: NumberFormat,
  plain: boolean,
): unknown {
  if (plain) return nested(values, shape, 0);
  const typed = new arrays[format](values);
  const bdata = base64(new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength));
  return shape.length === 1 ? { dtype: format, bdata } : { dtype: format, shape: shape.join(","), bdata };
}

function nested(values: ArrayLike<number>, shape: readonly number[], offset: number): unknown[] {
  const [length = 0, ...inner] = shape;
  const step = inner.reduce((product, size) => product * size, 1);
  return Array.from({ length }, (_, i) => {
    const at = offset + i * step;
    if (inner.length > 0) return nested(values, inner, at);
    const value = values[at]!;
    return Number.isFinite(value) ? Number(value.toPrecision(7)) : null;
  });
}

/** In every host that we run in, but in none of the libraries that this package compiles against. */
declare function btoa(binary: string): string;

/** Base64 without Node's Buffer, so that it runs in a browser's worker too. */
export function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  // Divisible by three, so that pieces join without padding between them, and small enough for a call's arguments.
  const step = 8190;
  for (let start = 0; start < bytes.length; start += step) {
    // Four times as fast as spreading, which goes through the iterator.
    const binary: string = Reflect.apply(String.fromCharCode, null, bytes.subarray(start, start + step));
    pieces.push(btoa(binary));
  }
  return pieces.join("");
}
