import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { LabPage } from "../jupyter/lab-page.mjs";
import { browserOptions } from "../setup/browser.mjs";
import { SetupFailure } from "../setup/failure.mjs";
import { root } from "../setup/paths.mjs";
import { freePort } from "../setup/port.mjs";
import { startSite } from "../site/serve.mjs";

const folder = join(root, ".github", "pictures");
const view = { width: 1280, height: 1000 };

/** The README must stay quick to load. */
const largest = 300_000;

/**
 * @param {string} name
 * @param {Buffer} png
 */
function write(name, png) {
  if (png.length > largest) {
    throw new SetupFailure(`${name} has ${png.length} bytes, more than ${largest}: show less of the page.`);
  }
  writeFileSync(join(folder, name), png);
  console.log(`.github/pictures/${name}: ${Math.round(png.length / 1000)} KB`);
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
    write("notebook.png", await lab.page.screenshot());
  } finally {
    await lab.close();
  }
}

/** The same page on the built site. */
async function takeSite() {
  const server = await startSite({ port: await freePort() });
  const browser = await chromium.launch(browserOptions());
  try {
    const page = await browser.newPage({ viewport: view });
    const address = new URL("layers/convolution#cell-feature-maps", server.url);
    await page.goto(address.href, { waitUntil: "networkidle" });
    write("site.png", await page.screenshot());
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Writes both pictures. */
export async function takePictures() {
  mkdirSync(folder, { recursive: true });
  await takeNotebook();
  await takeSite();
}
