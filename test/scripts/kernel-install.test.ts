import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BareClone } from "./bare-clone.ts";

// An npm that notes what it is asked and leaves what the real one would leave; the built kernel says what it is given.
const npm = `
const { appendFileSync, mkdirSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");
const [verb, ...args] = process.argv.slice(2);
const prefix = args[args.indexOf("--prefix") + 1];
const write = (path, text) => { mkdirSync(dirname(path), { recursive: true }); writeFileSync(path, text); };
appendFileSync("asked", verb + (args.includes("--prefix") ? " in runtime" : "") + "\\n");
if (verb === "run") {
  write("packages/kernel/dist/index.js", "");
  write("packages/kernel/dist/cli.js", "console.log(process.argv.slice(2).join(' ')); process.exitCode = 3;");
} else write((args.includes("--prefix") ? prefix : ".") + "/node_modules/.package-lock.json", "{}");
`;

let clone: BareClone;
let environment: Record<string, string>;

beforeEach(() => {
  clone = new BareClone();
  clone.write("packages/kernel/tsconfig.json", "{}");
  clone.write("packages/kernel/src/index.ts", "");
  environment = { npm_execpath: clone.write("npm/npm-cli.js", npm) };
});
afterEach(() => clone.remove());

const install = (...args: string[]) => clone.run(["kernel-install", "install", ...args], environment);

/** What npm was asked since the last time. */
function asked(): string {
  const path = join(clone.folder, "asked");
  const lines = existsSync(path) ? readFileSync(path, "utf8") : "";
  rmSync(path, { force: true });
  return lines;
}

/** What the kernel shall know when it starts. */
const libraries = "--library @layerbook/layers --library @layerbook/figures --library @layerbook/data";

test("in a bare clone it installs and builds with a line for each, then hands its arguments over", async () => {
  const { code, stdout, stderr } = await install("--prefix", "a folder");
  expect(stdout.replace(/\d+ s/g, "1 s").split("\n")).toEqual([
    "npm packages, from the lock file ...",
    "npm packages, from the lock file: done in 1 s",
    "Layerbook's packages, built ...",
    "Layerbook's packages, built: done in 1 s",
    "the kernel's own Node ...",
    "the kernel's own Node: done in 1 s",
    `install --prefix a folder ${libraries}`,
    "",
  ]);
  expect([stderr, code]).toEqual(["", 3]);
  expect(asked()).toBe("ci\nrun\nci in runtime\n");
});

test("it builds again when a source has changed, and only then", async () => {
  await install();
  asked();
  expect((await install()).stdout).toBe(`install ${libraries}\n`);
  expect(asked()).toBe("");
  clone.write("packages/kernel/src/index.ts", "export {};");
  await install();
  expect(asked()).toBe("run\n");
});
