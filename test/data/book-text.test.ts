import { readFileSync } from "node:fs";
import { bookText } from "@layerbook/data";
import { expect, test } from "vitest";

test("the book's text is the frozen file, to the character", () => {
  const file = new URL("../../packages/data/assets/book.txt", import.meta.url);
  expect(bookText()).toBe(readFileSync(file, "utf8"));
});

test("the book's text is plain English prose, without code, formulas and markup", () => {
  const text = bookText();
  expect(text.length).toBeGreaterThan(5000);
  expect(text).toMatch(/^Convolution\nA convolution looks at an image through a small window\./);
  expect(text).not.toMatch(/[`$*#|{}<>\\]/);
  expect(text).not.toMatch(/[^\n -~]/);
});
