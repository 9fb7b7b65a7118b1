import type { BundleOutput, Output, StreamOutput } from "./output-types.ts";

export { compareOutputs, type Difference } from "./compare-outputs.ts";
export { comparePage } from "./compare-page.ts";
export type { BundleOutput, ErrorOutput, MimeBundle, Output, StreamOutput } from "./output-types.ts";

/** What every cell of a page gives, in page order, as checked in beside the page. */
export interface CheckedOutputs {
  readonly format: 1;
  readonly cells: Readonly<Record<string, readonly Output[]>>;
}

/** A file of checked outputs that is damaged or was edited. The message names the file, what is wrong and the fix. */
export class OutputsError extends Error {
  override readonly name: string = "OutputsError";

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}; make it again with \`npm run pages\``);
  }
}

const most = { characters: 2 ** 26, cells: 500, outputs: 2000, depth: 40 };

/** The one form in which outputs are written: an output to a line, so that a change shows as that line's. */
export function serializeOutputs({ cells }: CheckedOutputs): string {
  const blocks = Object.entries(cells).map(([id, outputs]) => {
    const lines = outputs.map((output) => `      ${JSON.stringify(inOrder(output))}`);
    return `    ${JSON.stringify(id)}: [${lines.length > 0 ? `\n${lines.join(",\n")}\n    ` : ""}]`;
  });
  const body = blocks.length > 0 ? `{\n${blocks.join(",\n")}\n  }` : "{}";
  return `{\n  "format": 1,\n  "cells": ${body}\n}\n`;
}

/**
 * Reads the text of a file of checked outputs.
 *
 * @param path names the file in errors
 * @throws {OutputsError} when it is no such file, is too large or is not in the form in which it is written
 */
export function parseOutputs(text: string, path: string): CheckedOutputs {
  if (text.length > most.characters) {
    throw new OutputsError(path, `has ${text.length} characters, more than ${most.characters}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new OutputsError(path, `is no JSON: ${(error as Error).message}`);
  }
  const reason = fault(value);
  if (reason !== undefined) throw new OutputsError(path, reason);
  const outputs = value as CheckedOutputs;
  if (serializeOutputs(outputs) !== text) throw new OutputsError(path, "was edited or formatted by hand");
  return outputs;
}

function fault(value: unknown): string | undefined {
  if (!isObject(value)) return "holds no JSON object";
  if (value.format !== 1) return `has format ${JSON.stringify(value.format)}, not 1`;
  if (!isObject(value.cells)) return "has no object `cells`";
  const cells = Object.entries(value.cells);
  if (cells.length > most.cells) return `has ${cells.length} cells, more than ${most.cells}`;
  for (const [id, outputs] of cells) {
    if (!/^[a-z][a-z0-9-]{0,47}$/.test(id))
      return `has a cell id ${JSON.stringify(id)} that no page can have`;
    if (!Array.isArray(outputs)) return `gives cell ${id} no list of outputs`;
    if (outputs.length > most.outputs) return `gives cell ${id} more than ${most.outputs} outputs`;
    const wrong = outputs.findIndex((output) => !isOutput(output));
    if (wrong >= 0)
      return `gives cell ${id} an output ${wrong + 1} that is not of the form described in packages/literate/README.md`;
  }
  return undefined;
}

function isOutput(value: unknown): value is Output {
  if (!isObject(value)) return false;
  const allowed = (...names: string[]): boolean => Object.keys(value).every((name) => names.includes(name));
  switch (value.type) {
    case "stream":
      return (
        allowed("type", "name", "text") &&
        (value.name === "stdout" || value.name === "stderr") &&
        typeof value.text === "string"
      );
    case "display":
    case "result":
      return (
        allowed("type", "data", "metadata") &&
        isObject(value.data) &&
        Object.entries(value.data).every(([mime, content]) => isContent(mime, content)) &&
        (value.metadata === undefined ||
          (isObject(value.metadata) && depthAtMost(value.metadata, most.depth)))
      );
    case "error":
      return (
        allowed("type", "name", "message") &&
        typeof value.name === "string" &&
        typeof value.message === "string"
      );
    default:
      return false;
  }
}

function isContent(mime: string, content: unknown): boolean {
  if (!/^[a-z]+\/[\w.+-]+$/i.test(mime)) return false;
  return /[/+]json$/.test(mime) ? depthAtMost(content, most.depth) : typeof content === "string";
}

function depthAtMost(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((item) => depthAtMost(item, depth - 1));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The keys of an output in the order of the format, those of its bundle sorted. */
function inOrder(output: Output): Output {
  if (output.type === "stream")
    return { type: output.type, name: output.name, text: output.text } satisfies StreamOutput;
  if (output.type === "error") return { type: output.type, name: output.name, message: output.message };
  const { type, data, metadata } = output;
  return { type, data: sorted(data), ...(metadata === undefined ? {} : { metadata }) } satisfies BundleOutput;
}

function sorted(data: BundleOutput["data"]): BundleOutput["data"] {
  return Object.fromEntries(
    Object.keys(data)
      .sort()
      .map((mime) => [mime, data[mime]]),
  );
}
