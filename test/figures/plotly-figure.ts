import { mimeBundle, type ShowOptions } from "@layerbook/figures";

export interface Trace {
  readonly type: string;
  readonly x?: unknown;
  readonly y?: unknown;
  readonly z?: unknown;
  readonly customdata?: unknown;
  readonly text?: readonly string[];
  readonly hovertemplate?: string;
  readonly [key: string]: unknown;
}
export interface Figure {
  readonly data: readonly Trace[];
  // biome-ignore lint/suspicious/noExplicitAny: plotly's layout is as wide as that.
  readonly layout: Record<string, any>;
  readonly config: Record<string, unknown>;
  readonly frames?: readonly {
    readonly name: string;
    readonly data: readonly Trace[];
    readonly traces: readonly number[];
  }[];
}

export function figureOf(value: unknown, options: ShowOptions = {}): Figure {
  return mimeBundle(value, options)["application/vnd.plotly.v1+json"] as Figure;
}

export function svgOf(value: unknown, options: ShowOptions = {}): string {
  return mimeBundle(value, options)["image/svg+xml"] as string;
}

/** The whole heading of a figure as a reader sees it, tags taken out and entities read. */
export function headingOf(figure: Figure): string {
  const text: string = figure.layout.title.text;
  return text
    .replaceAll(/<\/?(b|br|span)( style="font-size:11px")?>/g, " ")
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

const readers = {
  f4: (view: DataView, at: number) => view.getFloat32(4 * at, true),
  f8: (view: DataView, at: number) => view.getFloat64(8 * at, true),
  i4: (view: DataView, at: number) => view.getInt32(4 * at, true),
  u2: (view: DataView, at: number) => view.getUint16(2 * at, true),
  u1: (view: DataView, at: number) => view.getUint8(at),
} as const;
const sizes = { f4: 4, f8: 8, i4: 4, u2: 2, u1: 1 } as const;

/** Numbers as plotly reads them: nested arrays, or base64 with a dtype and, in two dimensions, the shape "H,W". */
export function numbers(packed: unknown): {
  readonly shape: readonly number[];
  readonly values: readonly number[];
} {
  if (Array.isArray(packed)) {
    const rows = packed as readonly (number | null)[][];
    if (!Array.isArray(rows[0])) return { shape: [packed.length], values: packed as number[] };
    return { shape: [rows.length, rows[0].length], values: rows.flat().map((value) => value ?? Number.NaN) };
  }
  const { dtype, bdata, shape } = packed as { dtype: keyof typeof readers; bdata: string; shape?: string };
  const bytes = Buffer.from(bdata, "base64");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = Array.from({ length: bytes.length / sizes[dtype] }, (_, i) => readers[dtype](view, i));
  return { shape: shape ? shape.split(",").map(Number) : [values.length], values };
}

/** What hovering shows for each cell of a heat map that holds a value, as plotly fills in its template. */
export function hovers(figure: Figure, frame?: number): { readonly text: string; readonly value: number }[] {
  const still = figure.data[0]!;
  const trace = frame === undefined ? still : { ...still, ...figure.frames![frame]!.data[0] };
  const { shape, values } = numbers(trace.z);
  const [x, y] = [trace.x as readonly string[], trace.y as readonly string[]];
  const [extra, tile] = [trace.customdata, trace.text].map((packed) =>
    packed === undefined ? undefined : numbers(packed).values,
  );
  return values.flatMap((value, i) => {
    if (Number.isNaN(value)) return [];
    const [row, column] = [Math.floor(i / shape[1]!), i % shape[1]!];
    const text = trace
      .hovertemplate!.replace("<extra></extra>", "")
      .replace("%{y}", visible(y[row]!))
      .replace("%{x}", visible(x[column]!))
      .replace(/%\{customdata(:[^}]*)?\}/, String(extra?.[i]))
      .replace("%{text}", String(tile?.[i]))
      .replace(/%\{z:[^}]*\}/, String(value));
    return [{ text, value }];
  });
}

/** A label without the characters that have no width. */
function visible(label: string): string {
  return label.replaceAll(/[\u200b\u200c]/g, "");
}
