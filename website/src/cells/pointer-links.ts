import type { FigureLayout, Link } from "./figure-json.ts";

/** What plotly makes of an element, and what it tells of the pointer. */
interface PlotElement extends HTMLElement {
  /** As it is now: sliders know where they are. */
  readonly layout: FigureLayout;
  on(event: "plotly_hover", listener: (event: HoverEvent) => void): void;
  removeAllListeners(event: "plotly_hover"): void;
}
interface HoverEvent {
  readonly points: readonly { readonly curveNumber: number; readonly pointNumber: unknown }[];
}

/** The pointer on a linked cell or point moves its slider: `play` is given what the slider's step does. */
export function followPointer(element: HTMLElement, play: (step: readonly unknown[]) => void): void {
  const plot = element as PlotElement;
  plot.removeAllListeners("plotly_hover");
  plot.on("plotly_hover", (event) => {
    const step = linkedStep(plot.layout, event);
    if (step) play(step);
  });
}

/** Undefined where the cell below the pointer leads nowhere, or to where its slider is: drawing anew tells of the pointer again. */
function linkedStep(
  { meta, sliders }: FigureLayout,
  { points: [point] }: HoverEvent,
): readonly unknown[] | undefined {
  const links = meta?.links;
  // Of a heat map row and column, of points their place.
  const place: unknown = point?.pointNumber;
  const cell: unknown = typeof place === "number" ? [0, place] : place;
  if (!Array.isArray(links) || !Array.isArray(cell)) return undefined;
  const link = (links as readonly Link[]).find(({ trace }) => trace === point?.curveNumber);
  const [row, column] = cell as readonly number[] as [number, number];
  const position = link?.positions?.[row]?.[column];
  if (link === undefined || typeof position !== "number") return undefined;
  const slider = sliders?.[link.slider];
  return slider?.active === position ? undefined : slider?.steps?.[position]?.args;
}
