import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jupyterEnvironment } from "../../scripts/jupyter/environment.mjs";
import { browserOptions } from "../../scripts/setup/browser.mjs";
import { venvPython } from "../../scripts/setup/paths.mjs";
import { type Notebook, notebookNames, root } from "./notebooks.ts";

// As GitHub shows a notebook: no kernel, no scripts, no plotly.
const plotly = "application/vnd.plotly.v1+json";
let folder: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "layerbook-static-"));
  const files = notebookNames.map((name) => join(root, "notebooks", name));
  await promisify(execFile)(
    venvPython,
    ["-m", "nbconvert", "--to", "html", "--output-dir", folder, ...files],
    { env: jupyterEnvironment() },
  );
  browser = await chromium.launch(browserOptions());
  page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** What the outputs of a notebook's file hold. */
function bundles(name: string): Readonly<Record<string, unknown>>[] {
  const { cells }: Notebook = JSON.parse(readFileSync(join(root, "notebooks", name), "utf8"));
  return cells.flatMap(({ outputs = [] }) =>
    outputs.flatMap((output) => ("data" in output ? [output.data] : [])),
  );
}

describe.each(notebookNames)("%s without scripts", (name) => {
  test("has a picture or a table for each of its figures", () => {
    const figures = bundles(name).filter((data) => plotly in data);
    expect(figures.filter((data) => !("image/svg+xml" in data || "text/html" in data))).toEqual([]);
    // JupyterLab would show this in place of the figure.
    expect(figures.filter((data) => "image/png" in data)).toEqual([]);
  });

  test("shows each picture, and runs nothing", async () => {
    const pictures = bundles(name).filter((data) => "image/svg+xml" in data && !("text/html" in data));
    await page.goto(pathToFileURL(join(folder, name.replace(".ipynb", ".html"))).href);
    const shown = page.locator(".jp-OutputArea-output.jp-RenderedSVG").locator("svg, img");
    expect(await shown.count()).toBe(pictures.length);
    for (const picture of await shown.all()) {
      const box = await picture.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThan(40);
    }
    expect(await page.locator(".jp-OutputArea-output script").count()).toBe(0);
  });
});
