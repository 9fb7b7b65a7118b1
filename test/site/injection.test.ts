import { expect, inject, test } from "vitest";
import { close, open, useBrowser } from "./browser.ts";
import { outputs, run, settled } from "./page-cells.ts";

useBrowser();

const address = `${inject("workshop")}layers/hostile`;
const innocent = { requests: [], dialogs: [], errors: [] };
const marks = [
  `<img src="https://evil.example/a.png"`,
  "</script>",
  "javascript:alert('link')",
  "{alert('mdx')}",
];

test("hostile text in checked outputs is shown as text, and its figure is harmless", async () => {
  const opened = await open(address);
  const { page, misdeeds } = opened;
  for (const id of ["text", "error"]) {
    for (const mark of marks) expect(await outputs(page, id).textContent()).toContain(mark);
  }
  const figure = outputs(page, "figure");
  expect(await figure.getByText("<img src=x onerror=alert('text')> shown as text").isVisible()).toBe(true);
  const left = await figure.evaluate((element) => ({
    elements: [...element.querySelectorAll("svg *")]
      .map(({ tagName }) => tagName)
      .filter((name) => /script|style|foreign|use|iframe|set|animate/i.test(name)),
    attributes: [...element.querySelectorAll("svg, svg *")]
      .flatMap(({ attributes }) => [...attributes].map(({ name, value }) => `${name}=${value}`))
      .filter((text) => /^on|evil|javascript:|data:image\/svg/i.test(text)),
  }));
  expect(left).toEqual({ elements: [], attributes: [] });
  await page.locator("#cell-figure rect").click({ force: true });
  await page.waitForTimeout(300);
  expect(misdeeds).toEqual(innocent);
  await close(opened);
});

test("a hostile interactive figure asks for nothing and runs nothing", async () => {
  const opened = await open(address);
  const { page, misdeeds } = opened;
  await page.getByRole("button", { name: "Interactive figure" }).click();
  await page.locator("#cell-figure .js-plotly-plot .main-svg").first().waitFor();
  await page.locator("#cell-figure .nsewdrag").hover({ position: { x: 100, y: 100 } });
  await page.waitForTimeout(300);
  expect(
    await page.locator("#cell-figure [href^='javascript'], #cell-figure [*|href^='javascript']").count(),
  ).toBe(0);
  expect(await page.locator("#cell-figure img, #cell-figure script").count()).toBe(0);
  expect(misdeeds).toEqual(innocent);
  await close(opened);
});

test("the same from cells that run, and a megabyte of text", async () => {
  const opened = await open(address);
  const { page, misdeeds } = opened;
  await page.getByRole("button", { name: "Run all" }).click();
  await settled(page);
  for (const id of ["text", "error"]) {
    for (const mark of marks) expect(await outputs(page, id).textContent()).toContain(mark);
  }
  expect((await outputs(page, "long").textContent())?.length).toBe(2 ** 20);
  await page.locator("#cell-drawn .js-plotly-plot .main-svg").first().waitFor();
  expect(await outputs(page, "drawn").textContent()).toContain("<img src=");
  await run(page, "drawn");
  await page.waitForTimeout(300);
  expect(await page.locator("[data-live] script, [data-live] img[onerror]").count()).toBe(0);
  expect(misdeeds).toEqual(innocent);
  await close(opened);
});
