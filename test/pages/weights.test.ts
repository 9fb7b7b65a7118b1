import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { trainOnPage, weightsFile } from "../../scripts/weights/train.mjs";
import { bookModules } from "./book-pages.ts";
import { build } from "./build.ts";

beforeAll(() => build());

test("the home page's weights are those that the page on digits trains, byte for byte: npm run weights writes them", async () => {
  const trained = await trainOnPage(bookModules());
  expect(Buffer.from(trained).equals(readFileSync(weightsFile))).toBe(true);
});
