import { gzipSync } from "node:zlib";
import { afterEach, expect, inject, test } from "vitest";
import { close, type OpenPage, open, useBrowser } from "./browser.ts";

useBrowser();

let opened: OpenPage | undefined;
afterEach(async () => {
  if (opened) await close(opened);
  opened = undefined;
});

/** Most that a page's scripts may weigh before the reader has asked for anything, in bytes as a server compresses them. */
const budget = 200_000;
/** Most that a page may move while it loads: Core Web Vitals call 0.1 good. */
const mostShift = 0.02;

const layers = ["batchnorm", "convolution", "dropout", "linear", "pooling", "rnn", "gru", "lstm"];
const training = ["digits", "sequences"];
const pages = ["", ...layers.map((name) => `layers/${name}`), ...training.map((name) => `training/${name}`)];

test.each(pages)("/%s loads at most 200 KB of scripts and stays where it is", async (path) => {
  opened = await open(inject("book") + path);
  const { page } = opened;
  await page.waitForLoadState("networkidle");
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map((entry) => entry as PerformanceResourceTiming)
      // Pages that links lead to are fetched ahead as "link", when the browser has nothing else to do, and do not run.
      .filter(
        ({ initiatorType, name }) => initiatorType === "script" && new URL(name).pathname.endsWith(".js"),
      )
      .map(({ name }) => name),
  );
  expect(scripts.length).toBeGreaterThan(1);
  const sizes = await Promise.all(
    scripts.map(
      async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()), { level: 9 }).length,
    ),
  );
  console.log(
    path,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(budget);

  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as unknown as { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(sum), 500);
      }),
  );
  expect(shift).toBeLessThan(mostShift);
});
