import type { Drawing } from "./drawing.ts";
import { escapeXml, plainText } from "./escape.ts";
import { type ModelRow, type ModelTable, type ModuleLike, modelTable, sizeText } from "./model-table.ts";
import { count, groupDigits } from "./numbers.ts";
import { refuseOptions, type ShowOptions } from "./options.ts";

/** Of a longer model the first and the last modules are listed. */
const mostRows = 200;

/**
 * A model as a table of its modules: path, type, parameters and bytes, and after a forward pass the shape and the bytes of
 * what each gave. A table of HTML, which a screen reader reads cell by cell, and the same as aligned text.
 */
export function drawModel(model: ModuleLike, options: ShowOptions): Drawing {
  refuseOptions(options, ["scale", "colorscale", "channels", "layout"], "a model", "a tensor");
  const table = modelTable(model);
  const description = describeModel(table);
  const lines = linesOf(table);
  const caption = table.ran ? description : `${description} ${notRun}`;
  return { description, text: textTable(caption, lines), html: htmlTable(options.title, caption, lines) };
}

/** In the place of the model's own path, which is empty. */
const whole = "(all)";
const notRun = "After a forward pass output shapes stand here too.";

/** "A model, Net, of 3 modules with 80 parameters in 320 bytes; its last output was [1, 10]." */
function describeModel({ rows, total }: ModelTable): string {
  const [model, ...inside] = rows as [ModelRow, ...ModelRow[]];
  const what =
    inside.length === 0
      ? `A layer, ${model.type}, with`
      : `A model, ${model.type}, of ${count(inside.length, "module")} with`;
  const output = model.output === undefined ? "" : `; its last output was ${model.output}`;
  return `${plainText(`${what} ${sizeText(total)}${output}`)}.`;
}

type Alignment = "left" | "right";

/** The table's cells as text, its head first, and at the end the sums. */
interface Lines {
  readonly head: readonly string[];
  readonly alignment: readonly Alignment[];
  /** Path and type come first, the names that users gave. */
  readonly body: readonly (readonly string[])[];
  readonly foot: readonly string[] | undefined;
}

function linesOf({ rows, total, ran }: ModelTable): Lines {
  const one = rows.length === 1;
  const columns: readonly (readonly [string, Alignment, (row: ModelRow) => string, string])[] = [
    ...(one ? [] : [["path", "left", ({ path }: ModelRow) => plainText(path) || whole, "total"] as const]),
    ["type", "left", ({ type }) => plainText(type), ""],
    ...(ran
      ? ([
          ["output shape", "left", ({ output }: ModelRow) => plainText(output ?? "not run"), ""],
          ["output bytes", "right", ({ outputBytes }: ModelRow) => groupDigits(outputBytes), ""],
        ] as const)
      : []),
    ["parameters", "right", ({ own }) => groupDigits(own.numbers), groupDigits(total.numbers)],
    ["parameter bytes", "right", ({ own }) => groupDigits(own.bytes), groupDigits(total.bytes)],
  ];
  const body = rows.map((row) => columns.map(([, , text]) => text(row)));
  const half = mostRows / 2;
  const left = body.length - mostRows;
  const gap = columns.map((_, i) => (i === 0 ? "…" : i === 1 ? `${groupDigits(left)} more` : ""));
  return {
    head: columns.map(([name]) => name),
    alignment: columns.map(([, alignment]) => alignment),
    body: left <= 0 ? body : [...body.slice(0, half), gap, ...body.slice(-half)],
    foot: one ? undefined : columns.map(([, , , sum]) => sum),
  };
}

function textTable(caption: string, { head, alignment, body, foot }: Lines): string {
  const lines = [head, ...body, ...(foot ? [foot] : [])];
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const aligned = lines.map((line) =>
    line
      .map((text, i) => (alignment[i] === "left" ? text.padEnd(widths[i]!) : text.padStart(widths[i]!)))
      .join("  ")
      .trimEnd(),
  );
  return [caption, ...aligned].join("\n");
}

/** MathJax leaves such elements alone, so that dollar signs in a user's text start no formula. */
const noMath = 'class="tex2jax_ignore mathjax_ignore"';

function htmlTable(title: string | undefined, about: string, { head, alignment, body, foot }: Lines): string {
  const style = (i: number): string => ` style="text-align:${alignment[i]!}"`;
  const header = (text: string, scope: "col" | "row", i: number): string =>
    `<th scope="${scope}"${style(i)}>${escapeXml(text)}</th>`;
  const line = (texts: readonly string[]): string =>
    `<tr>${texts.map((text, i) => (i === 0 ? header(text, "row", i) : `<td${style(i)}>${escapeXml(text)}</td>`)).join("")}</tr>`;
  const caption = title === undefined ? about : `${plainText(title)}: ${about}`;
  return [
    `<table ${noMath}>`,
    `<caption style="text-align:left">${escapeXml(caption)}</caption>`,
    `<thead><tr>${head.map((text, i) => header(text, "col", i)).join("")}</tr></thead>`,
    `<tbody>\n${body.map(line).join("\n")}\n</tbody>`,
    ...(foot ? [`<tfoot>${line(foot)}</tfoot>`] : []),
    "</table>",
  ].join("\n");
}
