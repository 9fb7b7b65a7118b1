import { findRuntime } from "@layerbook/kernel";
import { startKernel } from "@layerbook/kernel/client";
import { chromium } from "playwright-core";
import { beforeAll, expect, inject, test } from "vitest";
import { browserOptions } from "../../scripts/setup/browser.mjs";
import { bundle, readProgram, runThere, toJavaScript } from "./programs.ts";

// A seeded training run ends with the same bits wherever it runs: two versions of Node, the kernel and Chromium.

const program = readProgram("training");
let here: string;

beforeAll(async () => {
  here = (await runThere("training.mjs", toJavaScript(program))).trimEnd();
});

test("the run learns, in numbers that are all finite", () => {
  const { losses } = JSON.parse(here) as { losses: number[] };
  expect(losses).toHaveLength(40);
  expect(losses.every(Number.isFinite)).toBe(true);
  expect(losses[19]! / losses[0]!).toBeLessThan(0.8);
  expect(losses[39]! / losses[20]!).toBeLessThan(0.8);
});

test("another seed gives another run", async () => {
  const other = program.replace("manualSeed(42)", "manualSeed(43)");
  const hashes = (printed: string) =>
    Object.values<Record<string, string>>(JSON.parse(printed)).slice(1).flatMap(Object.values);
  const [ours, theirs] = [hashes(here), hashes(await runThere("other.mjs", toJavaScript(other)))];
  expect(ours.length).toBeGreaterThan(10);
  // Only how many batches were counted is the same.
  expect(ours.filter((hash, i) => hash === theirs[i])).toHaveLength(1);
});

test("the kernel's own Node gives the same bits", async () => {
  const { path } = findRuntime();
  expect((await runThere("training.mjs", toJavaScript(program), path)).trimEnd()).toBe(here);
});

test("the kernel gives the same bits", async () => {
  const kernel = await startKernel({ cwd: inject("project") });
  try {
    const { outputs } = await kernel.execute(program);
    expect(outputs).toEqual([{ output_type: "stream", name: "stdout", text: `${here}\n` }]);
  } finally {
    await kernel.shutdown();
  }
});

test("Chromium gives the same bits, from a bundle that is minified", async () => {
  const code = await bundle("training", program);
  const browser = await chromium.launch(browserOptions());
  try {
    const page = await browser.newPage();
    const printed = page.waitForEvent("console", { timeout: 60_000 });
    await page.addScriptTag({ type: "module", content: code });
    expect((await printed).text()).toBe(here);
  } finally {
    await browser.close();
  }
});
