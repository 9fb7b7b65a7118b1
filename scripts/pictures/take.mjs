import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { chromium } from "playwright-core";
import { LabPage } from "../jupyter/lab-page.mjs";
import { browserOptions } from "../setup/browser.mjs";
import { SetupFailure } from "../setup/failure.mjs";
import { root } from "../setup/paths.mjs";
import { freePort } from "../setup/port.mjs";
import { startSite } from "../site/serve.mjs";

const readme = join(root, ".github", "pictures");
const site = join(root, "website", "static", "img");
const view = { width: 1280, height: 1000 };
/** What networks show beside a link to the site. */
const card = { width: 1200, height: 630 };

/** README and site must stay quick to load. */
const largest = 300_000;

/**
 * @param {string} folder
 * @param {string} name
 * @param {Buffer} png
 */
function write(folder, name, png) {
  if (png.length > largest) {
    throw new SetupFailure(`${name} has ${png.length} bytes, more than ${largest}: show less of the page.`);
  }
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, png);
  console.log(`${relative(root, path)}: ${Math.round(png.length / 1000)} KB`);
}

/** @param {{ scrollIntoView(): void }} node */
const toTop = (node) => node.scrollIntoView();

/** The notebook after a run, where the photograph's feature maps are drawn. */
async function takeNotebook() {
  const lab = await LabPage.open("convolution.ipynb", view);
  try {
    const { cells } = await lab.runAll();
    const code = cells.filter((/** @type {{ cell_type: string }} */ cell) => cell.cell_type === "code");
    const index = code.findIndex((/** @type {{ id: string }} */ cell) => cell.id === "feature-maps");
    await lab.page.keyboard.press("Escape");
    await lab.page.keyboard.press("Control+b"); // the file browser away
    const cell = lab.page.locator(".jp-CodeCell").nth(index);
    // The cells above get their height when they come into view, so the first time it lands elsewhere.
    for (let time = 0; time < 3; time++) {
      await cell.evaluate(toTop);
      await cell.locator(".main-svg").first().waitFor();
      await lab.page.waitForTimeout(1000);
    }
    write(readme, "notebook.png", await lab.page.screenshot());
  } finally {
    await lab.close();
  }
}

/** The same page on the built site, and its home page. */
async function takeSite() {
  const server = await startSite({ port: await freePort() });
  const browser = await chromium.launch(browserOptions());
  try {
    const page = await browser.newPage({ viewport: view });
    const address = new URL("layers/convolution#cell-feature-maps", server.url);
    await page.goto(address.href, { waitUntil: "networkidle" });
    write(readme, "site.png", await page.screenshot());
    await page.setViewportSize(card);
    await page.goto(server.url, { waitUntil: "networkidle" });
    write(site, "card.png", await page.screenshot());
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Writes the pictures. */
export async function takePictures() {
  await takeNotebook();
  await takeSite();
}
