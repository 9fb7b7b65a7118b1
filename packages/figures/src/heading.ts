import { escapePlotly, plainText } from "./escape.ts";
import { ink, type PlotlyObject } from "./plotly.ts";

/** What stands above a figure: a title and lines of small print. */
export interface Heading {
  readonly title: string;
  /** Each line as parts that stay together when it must be broken. */
  readonly lines: readonly (readonly string[])[];
}

const titleHeight = 24;
const titleLineHeight = 19;
const lineHeight = 15;
const mostTitleCharacters = 42;
const mostTitleLines = 3;
/** Fits a telephone 320 pixels wide. */
const mostCharacters = 50;

/** Lines of parts joined by " · " and broken, between parts or else between words, to fit `most` characters. */
export function wrap(lines: Heading["lines"], most: number = mostCharacters): string[] {
  return lines.flatMap((parts) =>
    join(
      parts.flatMap((part) => join(part.split(" "), " ", most)),
      " · ",
      most,
    ),
  );
}

function join(pieces: readonly string[], separator: string, most: number): string[] {
  const joined: string[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (last !== undefined && last.length + separator.length + piece.length <= most) {
      joined[joined.length - 1] = last + separator + piece;
    } else joined.push(piece);
  }
  return joined;
}

/** A title in at most three lines, by default ones that fit a telephone. */
export function titleLines(heading: Heading, most: number = mostTitleCharacters): readonly string[] {
  const lines = wrap([[plainText(heading.title)]], most);
  return lines.length > mostTitleLines
    ? [...lines.slice(0, mostTitleLines - 1), `${lines[mostTitleLines - 1]} …`]
    : lines;
}

/** Height of the heading in CSS pixels. */
export function headingHeight(heading: Heading): number {
  const more = (titleLines(heading).length - 1) * titleLineHeight;
  return 12 + titleHeight + more + wrap(heading.lines).length * lineHeight;
}

/** The heading as plotly's `layout.title`, at the top left of a figure of this height. */
export function plotlyTitle(heading: Heading, height: number): PlotlyObject {
  const lines = wrap(heading.lines).map(
    (line) => `<br><span style="font-size:11px">${escapePlotly(line)}</span>`,
  );
  return {
    text: `<b>${titleLines(heading).map(escapePlotly).join("<br>")}</b>${lines.join("")}`,
    font: { size: 14, color: ink },
    x: 0,
    xref: "container",
    xanchor: "left",
    pad: { l: 8 },
    y: 1 - 25 / height,
    yref: "container",
    yanchor: "auto",
    automargin: false,
  };
}
