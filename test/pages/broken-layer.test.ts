import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runPage } from "@layerbook/literate/node";
import { comparePage } from "@layerbook/literate/outputs";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { readOutputs } from "../../scripts/pages/files.mjs";
import { bookModules, bookPages, root } from "./book-pages.ts";
import { build } from "./build.ts";

beforeAll(() => build());

/** A copy of the built layers whose convolution takes products away in place of adding them. */
function breakConvolution(): string {
  const folder = mkdtempSync(join(tmpdir(), "layerbook-broken-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(root, "packages/layers/dist"), join(folder, "dist"), { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const file = join(folder, "dist/backend/reference.js");
  const text = readFileSync(file, "utf8");
  const sum = text.indexOf("+=", text.indexOf("function convolution("));
  expect(sum, "the convolution's sum is found").toBeGreaterThan(0);
  writeFileSync(file, `${text.slice(0, sum)}-=${text.slice(sum + 2)}`);
  return pathToFileURL(join(folder, "dist/index.js")).href;
}

test("a broken convolution makes its page's check fail", async () => {
  const convolution = bookPages.find(({ name }) => name === "convolution")!;
  const page = convolution.page();
  const modules = { ...bookModules(), "@layerbook/layers": breakConvolution() };
  const { outputs } = await runPage(page, { modules, timeoutMs: 15_000 });
  const differences = comparePage(page, readOutputs(convolution.files), outputs);
  expect(differences.join("\n")).toMatch(/convolution\.md:\d+: cell layer, /);
});
