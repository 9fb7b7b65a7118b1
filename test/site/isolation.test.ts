import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { close, type OpenPage, open, useBrowser } from "./browser.ts";
import { chooseMore, edit, outputs, run, settled, status } from "./page-cells.ts";

useBrowser();

let opened: OpenPage;
let page: OpenPage["page"];
beforeEach(async () => {
  opened = await open(`${inject("workshop")}layers/workshop`);
  page = opened.page;
});
afterEach(async () => {
  expect(opened.misdeeds).toEqual({ requests: [], dialogs: [], errors: [] });
  await close(opened);
});

async function runText(text: string): Promise<string> {
  await edit(page, "start", text);
  await run(page, "start");
  return (await outputs(page, "start").textContent()) ?? "";
}

test.each([
  ["fetches from the site", (site: string) => `await fetch("${site}")`, /Failed to fetch/],
  ["fetches from elsewhere", () => 'await fetch("https://example.com/")', /Failed to fetch/],
  [
    "loads a script",
    (site: string) => `importScripts("${site}runner/worker.js")`,
    /Failed to execute|NetworkError/,
  ],
  ["imports a module", (site: string) => `await import("${site}runner/worker.js")`, /may import @layerbook/],
  [
    "imports a package that is not offered",
    () => 'import "left-pad"; 1',
    /Cannot import left-pad.*@layerbook\/data/,
  ],
  ["opens a data base", () => 'indexedDB.open("x")', /SecurityError/],
  ["opens a cache", () => 'await caches.open("x")', /SecurityError|caches is not defined/],
])("a cell that %s is refused", async (_, code, message) => {
  expect(await runText(code(inject("workshop")))).toMatch(message);
});

test("a cell reaches neither the page's document nor its storage, and has no origin", async () => {
  await page.evaluate(() => localStorage.setItem("secret", "1"));
  const seen = await runText(
    "[typeof document, typeof parent, typeof localStorage, typeof window, self.origin]",
  );
  expect(seen).toBe("[ 'undefined', 'undefined', 'undefined', 'undefined', 'null' ]");
  const names = await page.evaluate(() => {
    const frame = document.querySelector("iframe")!;
    return { sandbox: frame.getAttribute("sandbox"), reached: frame.contentDocument };
  });
  expect(names).toEqual({ sandbox: "allow-scripts", reached: null });
});

test("a web socket of a cell goes nowhere", async () => {
  const socket = `new WebSocket("${inject("workshop").replace("http", "ws")}")`;
  const code = `await new Promise((resolve) => { const socket = ${socket}; socket.onerror = () => resolve("refused"); socket.onopen = () => resolve("open") })`;
  expect(await runText(code)).toContain("refused");
});

test("the page survives a cell that takes all memory", async () => {
  await edit(page, "start", "const hoard = []; while (true) hoard.push(new Float64Array(2 ** 31));");
  await run(page, "start");
  expect(await status(page).textContent()).toMatch(/^Cell start failed with RangeError/);
  await page.getByRole("button", { name: "Reset cell start" }).click();
  await run(page, "value");
  expect(await outputs(page, "value").textContent()).toBe("42");
});

test("a cell that prints without end is cut, and one that posts without end is stopped", async () => {
  expect(await runText('for (let i = 0; i < 100_000; i++) console.log("again");')).toContain("Output cut");
  await runText('while (true) postMessage("again");');
  expect(await status(page).textContent()).toMatch(/a cell posted a message, which only its outputs may/);
  await chooseMore(page, "Reset page");
  await run(page, "value");
  expect(await outputs(page, "value").textContent()).toBe("42");
});

test("messages of other windows and of other runs change nothing", async () => {
  await run(page, "start");
  await page.evaluate(() => {
    const output = { type: "stream", name: "stdout", text: "forged" };
    for (const run of [0, 1, 2, 3]) {
      window.postMessage({ type: "output", run, event: { cell: "start", kind: "add", output } }, "*");
    }
    window.postMessage({ type: "crash", reason: "forged" }, "*");
  });
  await page.waitForTimeout(100);
  expect(await page.locator("main").textContent()).not.toContain("forged");
});

test("the frame refuses to run anything for a page that is not the site's", async () => {
  const answered = await page.evaluate(async () => {
    // With the site's own origin, as a stranger's page could frame it: without the sandbox.
    const frame = document.createElement("iframe");
    frame.src = "/runner/frame.htm";
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener("load", resolve));
    const answer = new Promise((resolve) => {
      window.addEventListener("message", ({ data }) => resolve(data));
      setTimeout(() => resolve("silence"), 300);
    });
    frame.contentWindow!.postMessage('postMessage("ran")', "*");
    return answer;
  });
  expect(answered).toBe("silence");
});

test("nothing runs by itself from an address", async () => {
  await page.goto(`${page.url()}?run=all&code=alert(1)#cell-start`);
  await page.waitForSelector("html[data-has-hydrated=true]");
  await page.waitForTimeout(300);
  expect(await page.locator("iframe").count()).toBe(0);
});

test("a cell that closes its own worker is stopped by the reader", async () => {
  await edit(page, "start", "self.close(); await new Promise(() => {});");
  await page.getByRole("button", { name: "Run cell start" }).click();
  await page.locator("[data-status=running]").waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  await settled(page);
  await page.getByRole("button", { name: "Reset cell start" }).click();
  await run(page, "value");
  expect(await outputs(page, "value").textContent()).toBe("42");
});
