import { type CheckedOutputs, comparePage } from "@layerbook/literate/outputs";
import { expect, test } from "vitest";
import { blurOutputs, blurPage } from "./fixture-page.ts";

const path = "website/docs/layers/blur.md";
const { average, wrong, twice, after } = blurOutputs.cells as Required<CheckedOutputs["cells"]>;

test("a run that gives what is checked in has no differences", () => {
  expect(comparePage(blurPage, blurOutputs, structuredClone(blurOutputs.cells))).toEqual([]);
});

test("a difference names page, line, cell, place and both values", () => {
  const cells = {
    ...blurOutputs.cells,
    average: [{ type: "result", data: { "text/plain": "[ 1.5, 1, 2, 2 ]" } }],
  } as const;
  expect(comparePage(blurPage, blurOutputs, cells)).toEqual([
    `${path}:15: cell average, output 1, data, text/plain, number 4: expected 1.5, got 2`,
  ]);
});

test("each cell has its own tolerance", () => {
  const cells = {
    ...blurOutputs.cells,
    average: [{ type: "result", data: { "text/plain": "[ 1.5, 1, 2, 1.6 ]" } }],
  } as const;
  const tolerant = blurPage.cells.map((cell) => (cell.id === "average" ? { ...cell, tolerance: 0.1 } : cell));
  expect(comparePage({ path, cells: tolerant }, blurOutputs, cells)).toEqual([]);
});

test("of many differences of a cell the first are told and the rest counted", () => {
  const figure = (z: number[]) => [{ type: "display", data: { "application/json": { z } } }] as const;
  const expected = { format: 1, cells: { ...blurOutputs.cells, average: figure([1, 2, 3, 4, 5]) } } as const;
  const cells = { ...blurOutputs.cells, average: figure([9, 9, 9, 9, 9]) };
  expect(comparePage(blurPage, expected, cells)).toEqual([
    `${path}:15: cell average, output 1, data, application/json, z, 0: expected 1, got 9`,
    `${path}:15: cell average, output 1, data, application/json, z, 1: expected 2, got 9`,
    `${path}:15: cell average, output 1, data, application/json, z, 2: expected 3, got 9`,
    `${path}:15: cell average: and 2 more differences`,
  ]);
});

test("a cell without checked outputs, one that did not run and one that is gone are named", () => {
  const expected = { format: 1, cells: { wrong, twice, after, old: [] } } as unknown as CheckedOutputs;
  const cells = { average, wrong, after } as CheckedOutputs["cells"];
  expect(comparePage(blurPage, expected, cells)).toEqual([
    `${path}:15: cell average has no checked outputs`,
    `${path}:38: cell twice did not run`,
    `${path}:1: there are checked outputs of a cell old, which is not on the page`,
  ]);
});

test("checked outputs in another order than the cells are stale", () => {
  const expected = { format: 1, cells: { wrong, average, twice, after } } as unknown as CheckedOutputs;
  expect(comparePage(blurPage, expected, blurOutputs.cells)).toEqual([
    `${path}:1: the checked outputs are in another order than the cells`,
  ]);
});
