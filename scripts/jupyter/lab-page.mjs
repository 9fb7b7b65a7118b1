import { rmSync } from "node:fs";
import { chromium } from "playwright-core";
import { browserOptions } from "../setup/browser.mjs";
import { freePort } from "../setup/port.mjs";
import { copyNotebooks } from "./notebooks-copy.mjs";
import { startServer } from "./server.mjs";

/** @import { Locator, Page } from "playwright-core" */

/** Longest wait for a kernel or for all cells of a notebook, in milliseconds. */
const patience = 120_000;

/** @param {{ cell_type: string, execution_count?: number | null }} cell */
const isDone = (cell) => cell.cell_type !== "code" || cell.execution_count !== null;

/**
 * A notebook open in a real JupyterLab in a real Chromium: on a copy, so that a run changes no file of the repository.
 */
export class LabPage {
  #name;
  #close;

  /** @type {Page} */
  page;

  /**
   * @param {Page} page
   * @param {string} name
   * @param {() => Promise<void>} close
   */
  constructor(page, name, close) {
    this.page = page;
    this.#name = name;
    this.#close = close;
  }

  /**
   * @param {string} name the notebook's file name
   * @param {{ width: number, height: number, deviceScaleFactor?: number }} [view]
   * @returns {Promise<LabPage>}
   */
  static async open(name, { width, height, deviceScaleFactor = 1 } = { width: 1280, height: 900 }) {
    const folder = copyNotebooks();
    const server = await startServer({ port: await freePort(), folder, exposeApp: true });
    const browser = await chromium.launch(browserOptions());
    const close = async () => {
      await browser.close();
      await server.stop();
      rmSync(folder, { recursive: true });
    };
    try {
      const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor });
      await page.goto(server.url.replace("/lab?", `/lab/tree/${name}?reset&`), { timeout: patience });
      await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor({ timeout: patience });
      return new LabPage(page, name, close);
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Waits until the notebook's kernel is there and has nothing to do. */
  async idle() {
    const status = this.page.locator("#jp-main-statusbar", { hasText: "TypeScript (Layerbook) | Idle" });
    await status.waitFor({ timeout: patience });
  }

  /**
   * Runs all cells from the menu and waits until the last one is done.
   * @returns {Promise<any>} the notebook as it is then
   */
  async runAll() {
    const { page } = this;
    await this.idle();
    await page.getByRole("menuitem", { name: "Run", exact: true }).click();
    await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
    const waiting = page.locator(".jp-InputPrompt", { hasText: "[*]:" });
    await waiting.first().waitFor({ state: "attached", timeout: patience });
    // Collapsed cells show no prompt; a cell that waits for its turn has no number in the notebook either.
    for (const end = Date.now() + patience; ; ) {
      const notebook = await this.notebook();
      if (notebook.cells.every(isDone)) return notebook;
      if (Date.now() > end) throw new Error(`The cells of ${this.#name} did not end in ${patience / 1000} s`);
      await page.waitForTimeout(200);
    }
  }

  /**
   * The notebook as it would be saved now.
   * @returns {Promise<any>}
   */
  notebook() {
    // As a text: a function would be checked for this file's Node, and runs in the page.
    return this.page.evaluate("window.jupyterapp.shell.currentWidget.context.model.toJSON()");
  }

  /**
   * The plotly figures that are drawn in outputs.
   * @returns {Locator}
   */
  figures() {
    return this.page.locator(".jp-OutputArea-output.js-plotly-plot:has(.main-svg)");
  }

  /** Ends browser, server and kernels, and deletes the copy. */
  close() {
    return this.#close();
  }
}
