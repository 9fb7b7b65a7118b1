import { expect, test } from "vitest";
import { readOutputs } from "../../scripts/pages/files.mjs";
import { bookPages } from "./book-pages.ts";

/** What a cell of a page printed, as checked in. */
function printed(page: string, cell: string): string {
  const { files } = bookPages.find(({ name }) => name === page)!;
  const outputs = readOutputs(files).cells[cell] ?? [];
  return outputs.map((output) => (output.type === "stream" ? output.text : "")).join("");
}

/** The number behind a label in what a cell printed. */
function number(page: string, cell: string, label: string): number {
  const line = printed(page, cell)
    .split("\n")
    .find((text) => text.startsWith(label));
  return Number(line?.slice(label.length).match(/[\d.]+/)?.[0]);
}

test("the network of the page on digits reads at least 98 of 100 digits that were held back", () => {
  expect(number("digits", "training", "right:")).toBeGreaterThanOrEqual(0.98);
});

test("its weights take less than 200 KB as a safetensors file", () => {
  const bytes = Number(/^(\d+) bytes$/m.exec(printed("digits", "keep"))?.[1]);
  expect(bytes).toBeGreaterThan(4 * 3866);
  expect(bytes).toBeLessThan(200_000);
});

test.each([
  ["RNN", 0, 0.65],
  ["GRU", 0.95, 1],
  ["LSTM", 0.95, 1],
])("on the page on sequences %s recalls between %d and %d of the bits", (name, least, most) => {
  const recalled = number("sequences", "recalled", name);
  expect(recalled).toBeGreaterThanOrEqual(least);
  expect(recalled).toBeLessThanOrEqual(most);
});
