import { afterAll, beforeAll, expect, test } from "vitest";
import { LabPage } from "../../scripts/jupyter/lab-page.mjs";
import { differences } from "./notebooks.ts";

// Training in JupyterLab: its outputs are drawn again and again in their places.
let lab: LabPage;

beforeAll(async () => {
  lab = await LabPage.open("digits.ipynb");
});
afterAll(() => lab?.close());

test("Run All trains the network and gives every cell the checked outputs of its page", async () => {
  expect(differences("digits.ipynb", await lab.runAll())).toEqual([]);
});

test("plotly draws the curve as it was when training ended, not as it began", async () => {
  const { page } = lab;
  const curve = lab.figures().filter({ hasText: "Loss on what it learns from" });
  // JupyterLab draws what comes into view.
  await page.locator(".jp-CodeCell", { hasText: "CosineAnnealingLR(optimizer" }).scrollIntoViewIfNeeded();
  await curve.waitFor();
  const values = await curve.evaluate((node) =>
    (node as unknown as { _fullData: { name: string; y: ArrayLike<number> }[] })._fullData.map(
      ({ name, y }) => [name, y.length],
    ),
  );
  expect(values).toEqual([
    ["loss", 8],
    ["accuracy (right)", 8],
  ]);
});
