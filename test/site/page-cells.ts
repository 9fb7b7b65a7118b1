import type { Output } from "@layerbook/literate/outputs";
import type { Locator, Page } from "playwright-core";

export function cell(page: Page, id: string): Locator {
  return page.locator(`#cell-${id}`);
}

/** What the cell shows as its outputs. */
export function outputs(page: Page, id: string): Locator {
  return cell(page, id).locator("[data-live]");
}

export function status(page: Page): Locator {
  return page.locator("p[role=status]");
}

/** Runs the cell and waits for the end of it and of those above it. */
export async function run(page: Page, id: string): Promise<void> {
  await page.getByRole("button", { name: `Run cell ${id}`, exact: true }).click();
  await settled(page);
}

/** Longest wait for a page's cells, milliseconds: several times what training takes on a busy small machine. */
export const patience = 120_000;

/** Waits until nothing runs. */
export async function settled(page: Page): Promise<void> {
  await page.locator("[aria-busy=true]").first().waitFor({ state: "detached", timeout: patience });
  await page.getByRole("button", { name: "Stop", disabled: true }).waitFor();
}

/** Puts a text into the cell's editor, which stays open. */
export async function edit(page: Page, id: string, text: string): Promise<Locator> {
  const editor = page.getByRole("textbox", { name: `Code of cell ${id}.` });
  if (!(await editor.isVisible())) {
    await page.getByRole("button", { name: `Edit cell ${id}`, exact: true }).click();
  }
  await editor.fill(text);
  return editor;
}

/** Chooses what stands in the toolbar's menu. */
export async function chooseMore(page: Page, action: string): Promise<void> {
  await page.locator("summary", { hasText: "More" }).click();
  await page.getByRole("button", { name: action, exact: true }).click();
}

type Runs = Readonly<Record<string, readonly Output[]>>;

/** In the page, before it runs anything: notes what each run gives. */
export function noteRuns(): void {
  const runs: Record<string, unknown> = {};
  Object.assign(window, { runs });
  window.addEventListener("layerbook:ran", (event) => {
    const { cell, outputs } = (event as CustomEvent<{ cell: string; outputs: unknown }>).detail;
    runs[cell] = outputs;
  });
}

/** In the page: what `noteRuns` has noted. */
export function notedRuns(): Runs {
  return (window as unknown as { runs: Runs }).runs;
}

/** In the page: presses Stop; milliseconds until the page says that it has stopped. */
export async function timeStop(): Promise<number> {
  const began = performance.now();
  [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Stop")!.click();
  while (!document.querySelector("[role=status]")?.textContent?.startsWith("Stopped")) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return performance.now() - began;
}
