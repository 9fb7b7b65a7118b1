import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { browserOptions } from "../../scripts/setup/browser.mjs";

let browser: Browser;

/** Gives the tests of a file a browser. */
export function useBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch(browserOptions());
  });
  afterAll(() => browser.close());
}

/** What a page did that none may do. */
export interface Misdeeds {
  /** Requests that left the site. */
  readonly requests: string[];
  readonly dialogs: string[];
  /** Errors that nothing caught. */
  readonly errors: string[];
}

export interface OpenPage {
  readonly page: Page;
  readonly misdeeds: Misdeeds;
  /** Every request so far. */
  readonly requests: string[];
}

/** Opens an address in a window of its own and notes what the page does there. */
export async function open(address: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const opened = await watched(new URL(address).origin, options);
  await opened.page.goto(address, { waitUntil: "load" });
  if (options.javaScriptEnabled !== false) await opened.page.waitForSelector("html[data-has-hydrated=true]");
  return opened;
}

/** Opens a document of its own, outside of any site, and notes what it does. */
export async function openDocument(content: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const opened = await watched("about:blank", options);
  await opened.page.setContent(content);
  return opened;
}

async function watched(origin: string, options: BrowserContextOptions): Promise<OpenPage> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const requests: string[] = [];
  const misdeeds: Misdeeds = { requests: [], dialogs: [], errors: [] };
  context.on("request", (request) => {
    requests.push(request.url());
    if (!request.url().startsWith(origin) && !/^(?:data|blob):/.test(request.url())) {
      misdeeds.requests.push(request.url());
    }
  });
  page.on("dialog", (dialog) => {
    misdeeds.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => misdeeds.errors.push(error.message));
  return { page, misdeeds, requests };
}

export async function close({ page }: OpenPage): Promise<void> {
  await page.context().close();
}
