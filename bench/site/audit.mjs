import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { browserOptions } from "../../scripts/setup/browser.mjs";

/**
 * @typedef {object} Audit
 * @property {string} page below the site's address
 * @property {"desktop" | "mobile"} device
 * @property {number} performance this and the next three: 0 to 100
 * @property {number} accessibility
 * @property {number} bestPractices
 * @property {number} seo
 * @property {number} layoutShift
 * @property {number} largestPaint milliseconds
 * @property {number} blocked milliseconds in which the page could not answer
 * @property {number} scripts bytes of JavaScript before any click, compressed
 */

/**
 * Lets Lighthouse look at pages; of `rounds` looks the one in the middle by performance counts.
 * @param {string} site
 * @param {readonly string[]} pages
 * @param {number} rounds
 * @returns {Promise<Audit[]>}
 */
export async function audit(site, pages, rounds) {
  const { default: lighthouse, desktopConfig } = await load("lighthouse/core/index.js");
  const { launch } = await load("chrome-launcher/dist/index.js");
  const { executablePath, chromiumSandbox } = browserOptions();
  const chrome = await launch({
    chromePath: executablePath,
    chromeFlags: ["--headless=new", ...(chromiumSandbox ? [] : ["--no-sandbox"])],
  });
  try {
    const audits = [];
    for (const page of pages) {
      for (const device of /** @type {const} */ (["desktop", "mobile"])) {
        const looks = [];
        for (let round = 0; round < rounds; round++) {
          const { lhr } = await lighthouse(
            site + page,
            { port: chrome.port, logLevel: "error" },
            device === "desktop" ? desktopConfig : undefined,
          );
          looks.push({ page, device, ...figures(lhr) });
          console.log(`/${page} ${device}, look ${round + 1} of ${rounds}: ${looks.at(-1)?.performance}`);
        }
        looks.sort((a, b) => a.performance - b.performance);
        audits.push(/** @type {Audit} */ (looks[Math.floor((rounds - 1) / 2)]));
      }
    }
    return audits;
  } finally {
    await chrome.kill();
  }
}

/** @param {any} report Lighthouse's */
function figures({ categories, audits }) {
  const score = (/** @type {string} */ name) => Math.round(categories[name].score * 100);
  const value = (/** @type {string} */ name) => audits[name].numericValue;
  const scripts = audits["network-requests"].details.items.filter(
    (/** @type {any} */ { resourceType }) => resourceType === "Script",
  );
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    bestPractices: score("best-practices"),
    seo: score("seo"),
    layoutShift: Number(value("cumulative-layout-shift").toFixed(4)),
    largestPaint: Math.round(value("largest-contentful-paint")),
    blocked: Math.round(value("total-blocking-time")),
    scripts: scripts.reduce(
      (/** @type {number} */ sum, /** @type {any} */ { transferSize }) => sum + transferSize,
      0,
    ),
  };
}

/**
 * From this folder's own packages, which are not there before they are asked for.
 * @param {string} path
 * @returns {Promise<any>}
 */
function load(path) {
  return import(pathToFileURL(join(import.meta.dirname, "..", "node_modules", path)).href);
}
