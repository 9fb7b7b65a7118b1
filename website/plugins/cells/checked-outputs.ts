import { readFileSync } from "node:fs";
import type { Output } from "@layerbook/literate/session";

/** The outputs of a page's cells, by id, as the tests checked them. */
export type CheckedOutputs = ReadonlyMap<string, readonly Output[]>;

/** `convolution.md` -> `convolution.outputs.json`, beside it. */
export function outputsPath(page: string): string {
  return page.replace(/\.mdx?$/, ".outputs.json");
}

/**
 * Reads a file of checked outputs.
 *
 * @throws {Error} naming the file, and the cell where there is one, when it is not there or not of format 1
 */
export function readCheckedOutputs(file: string): CheckedOutputs {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new Error(`${file}: not found; run \`npm run pages\` to write the outputs of the page's cells`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(
      `${file}: not JSON (${(error as Error).message}); run \`npm run pages\` to write it again`,
    );
  }
  if (!isRecord(parsed) || parsed.format !== 1 || !isRecord(parsed.cells)) {
    throw new Error(
      `${file}: expected { "format": 1, "cells": { ... } }; run \`npm run pages\` to write it again`,
    );
  }
  const cells = new Map<string, readonly Output[]>();
  for (const [id, outputs] of Object.entries(parsed.cells)) {
    if (!Array.isArray(outputs) || !outputs.every(isOutput)) {
      throw new Error(
        `${file}: cell ${id} has an output of no known form; run \`npm run pages\` to write it again`,
      );
    }
    cells.set(id, outputs);
  }
  return cells;
}

function isOutput(value: unknown): value is Output {
  if (!isRecord(value)) return false;
  switch (value.type) {
    case "stream":
      return (value.name === "stdout" || value.name === "stderr") && typeof value.text === "string";
    case "error":
      return typeof value.name === "string" && typeof value.message === "string";
    case "display":
    case "result":
      return isRecord(value.data);
    default:
      return false;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
