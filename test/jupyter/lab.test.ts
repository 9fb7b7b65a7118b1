import { afterAll, beforeAll, expect, test } from "vitest";
import { LabPage } from "../../scripts/jupyter/lab-page.mjs";
import { differences, type Notebook } from "./notebooks.ts";

// A reader's way: open the notebook in JupyterLab, run all, look at the figures, move the slider.
let lab: LabPage;
const problems: string[] = [];

beforeAll(async () => {
  lab = await LabPage.open("convolution.ipynb");
  lab.page.on("pageerror", (error) => problems.push(error.message));
});
afterAll(() => lab?.close());

test("the notebook opens with its kernel, without a question and with the figures of its file", async () => {
  await lab.idle();
  await lab.figures().first().waitFor();
  expect(await lab.page.locator(".jp-Dialog, .Toastify__toast").count()).toBe(0);
});

test("Run All gives every cell the checked outputs of its page", async () => {
  const saved: Notebook = await lab.runAll();
  expect(differences("convolution.ipynb", saved)).toEqual([]);
});

test("the feature maps are drawn by plotly", async () => {
  const figure = lab.figures().first();
  await figure.scrollIntoViewIfNeeded();
  const drawn = await figure.evaluate((node) => {
    const { _fullData: traces } = node as unknown as {
      _fullData: { type: string; z: ArrayLike<number>[] }[];
    };
    const { width, height } = node.querySelector(".main-svg")!.getBoundingClientRect();
    return { types: traces.map(({ type }) => type), rows: traces[0]?.z.length, width, height };
  });
  expect(drawn.types).toContain("heatmap");
  expect(drawn.rows).toBeGreaterThan(1);
  expect(Math.min(drawn.width, drawn.height)).toBeGreaterThan(100);
});

test("a number under the mouse is named by its place", async () => {
  const figure = lab.figures().first();
  const label = figure.locator(".hoverlayer .hovertext");
  const named = async () => {
    await figure.scrollIntoViewIfNeeded();
    const box = (await figure.locator(".nsewdrag").first().boundingBox())!;
    // From one place to another: a mouse that does not move hovers over nothing.
    await lab.page.mouse.move(box.x + box.width / 3, box.y + box.height / 3);
    await lab.page.mouse.move(box.x + box.width / 2.9, box.y + box.height / 2.9);
    return (await label.count()) > 0 ? label.first().textContent() : "";
  };
  await expect.poll(named, { timeout: 20_000, interval: 500 }).toMatch(/ = -?[\d.]+/);
});

test("moving the slider of the animation moves the window", async () => {
  const animation = lab
    .figures()
    .filter({ has: lab.page.locator(".slider-container") })
    .first();
  await animation.scrollIntoViewIfNeeded();
  const drawn = () => animation.locator(".main-svg").first().innerHTML();
  const active = () =>
    animation.evaluate(
      (node) =>
        (node as unknown as { layout: { sliders: { active?: number }[] } }).layout.sliders[0]!.active ?? 0,
    );

  const [first, before] = [await active(), await drawn()];
  const moved = async () => {
    // Figures above that are drawn late push this one down: aim anew at each try, as a hand would.
    await animation.scrollIntoViewIfNeeded();
    const rail = (await animation.locator(".slider-rail-touch-rect").boundingBox())!;
    await lab.page.mouse.click(rail.x + rail.width * 0.9, rail.y + rail.height / 2);
    return active();
  };
  await expect.poll(moved, { timeout: 20_000, interval: 500 }).toBeGreaterThan(first + 5);
  await expect.poll(drawn, { timeout: 10_000 }).not.toBe(before);
});

test("a cell can be changed and run again", async () => {
  const { page } = lab;
  const cell = page.locator(".jp-CodeCell").last();
  await cell.scrollIntoViewIfNeeded();
  await cell.click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  const added = page.locator(".jp-CodeCell.jp-mod-selected");
  await added.locator(".cm-content").click();
  await page.keyboard.type("zeros([2, 3]).shape");
  await page.keyboard.press("Shift+Enter");
  const answer = page.locator(".jp-OutputArea-executeResult .jp-RenderedText", { hasText: "[ 2, 3 ]" });
  await answer.waitFor({ timeout: 30_000 });
});

test("nothing went wrong in the page meanwhile", () => {
  expect(problems).toEqual([]);
});
