import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { afterAll, beforeAll } from "vitest";
import { firefox, requireBrowser } from "../../scripts/setup/browser.mjs";
import { patience } from "./page-cells.ts";

let browser: Browser;

/** Gives the tests of a file a Firefox as users have it, driven by WebDriver BiDi: Playwright drives only its own. */
export function useFirefox(): void {
  beforeAll(async () => {
    browser = await puppeteer.launch({ browser: "firefox", executablePath: requireBrowser(firefox) });
  });
  afterAll(() => browser?.close());
}

/** A page in Firefox, and what it did that none may do. */
export interface FirefoxPage {
  readonly page: Page;
  readonly misdeeds: { readonly requests: string[]; readonly dialogs: string[]; readonly errors: string[] };
}

/** Opens an address in a window of its own. */
export async function openInFirefox(address: string): Promise<FirefoxPage> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const { origin } = new URL(address);
  const misdeeds: FirefoxPage["misdeeds"] = { requests: [], dialogs: [], errors: [] };
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(?:data|blob):/.test(url)) misdeeds.requests.push(url);
  });
  page.on("dialog", (dialog) => {
    misdeeds.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => {
    const text = String(error);
    // Firefox reports here, too, what the cells' policy has blocked.
    if (!text.includes("Content-Security-Policy")) misdeeds.errors.push(text);
  });
  await page.goto(address, { waitUntil: "load" });
  await page.waitForSelector("html[data-has-hydrated=true]");
  return { page, misdeeds };
}

export async function closeInFirefox({ page }: FirefoxPage): Promise<void> {
  await page.browserContext().close();
}

/** Presses the button with this name. Asking the accessibility tree for it takes Firefox seconds on a long page. */
export async function press(page: Page, name: string): Promise<void> {
  const path = `//button[@aria-label="${name}" or (not(@aria-label) and normalize-space()="${name}")]`;
  await page.locator(`::-p-xpath(${path})`).click();
}

/** Waits until nothing runs, and gives the line that says how the run went. */
export async function settledInFirefox(page: Page): Promise<string> {
  await page.waitForFunction(
    () => {
      const stop = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Stop");
      return stop?.disabled && document.querySelector("[aria-busy=true]") === null;
    },
    { timeout: patience },
  );
  return page.$eval("p[role=status]", ({ textContent }) => textContent ?? "");
}

/** Opens the cell's editor and puts a text in place of its code. */
export async function editInFirefox(page: Page, id: string, text: string): Promise<void> {
  const editor = `#cell-${id} .cm-content`;
  if ((await page.$(editor)) === null) await press(page, `Edit cell ${id}`);
  await page.waitForSelector(editor);
  await page.focus(editor);
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.press("Backspace");
  await page.keyboard.type(text);
}

/** What the cell shows as its outputs. */
export function outputsInFirefox(page: Page, id: string): Promise<string> {
  return page.$eval(`#cell-${id} [data-live]`, ({ textContent }) => textContent ?? "");
}
