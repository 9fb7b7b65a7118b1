/// <reference lib="dom" />

import { chromium } from "playwright-core";
import { browserOptions } from "../../scripts/setup/browser.mjs";

/**
 * From the click on Run to the output, in milliseconds: the first of a visit, which loads all that runs cells, and five after.
 * @param {string} address of a page
 * @param {string} cell whose output is text
 * @param {number} rounds visits, each with an empty cache
 * @returns {Promise<{ first: number[], later: number[] }>}
 */
export async function timeRuns(address, cell, rounds) {
  const browser = await chromium.launch(browserOptions());
  /** @type {{ first: number[], later: number[] }} */
  const times = { first: [], later: [] };
  try {
    for (let round = 0; round < rounds; round++) {
      const page = await browser.newPage();
      await page.goto(address, { waitUntil: "networkidle" });
      times.first.push(await page.evaluate(run, cell));
      for (let time = 0; time < 5; time++) times.later.push(await page.evaluate(run, cell));
      await page.close();
      console.log(
        `Run, visit ${round + 1} of ${rounds}: ${times.first.at(-1)} ms, then ${times.later.slice(-5).join(", ")} ms`,
      );
    }
  } finally {
    await browser.close();
  }
  return times;
}

/**
 * In the page.
 * @param {string} cell
 * @returns {Promise<number>}
 */
async function run(cell) {
  const section = document.getElementById(`cell-${cell}`);
  const button = section?.querySelector("button[data-run]");
  if (!(button instanceof HTMLButtonElement)) throw new Error(`The page has no cell ${cell} to run`);
  const ran = new Promise((resolve) => {
    window.addEventListener("layerbook:ran", (event) => {
      if (/** @type {CustomEvent<{ cell: string }>} */ (event).detail.cell === cell) resolve(undefined);
    });
  });
  const began = performance.now();
  button.click();
  await ran;
  // The output stands in the page when the next task begins.
  await new Promise((resolve) => setTimeout(resolve));
  if (section?.querySelector("[data-live=true]") === null)
    throw new Error(`Cell ${cell} ran and shows nothing`);
  return Math.round(performance.now() - began);
}
