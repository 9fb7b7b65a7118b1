import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { isAlive, isGroupAlive } from "../../scripts/setup/alive.mjs";
import type { BareClone } from "./bare-clone.ts";
import { cloneWithServers } from "./clone-with-servers.ts";

let clone: BareClone;
beforeEach(async () => {
  clone = await cloneWithServers();
});
afterEach(() => clone.remove());

const standIn = join(import.meta.dirname, "fixtures", "vitest.mjs");
const vitest = (code: string) => clone.write("node_modules/vitest/vitest.mjs", code);

/** npm test with any program as its browsers. */
const environment = { CHROMIUM: process.execPath, FIREFOX: process.execPath };

test.each(["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"] as const)(
  "npm test that gets %s leaves neither Vitest and its workers nor JupyterLab behind",
  async (signal) => {
    vitest(readFileSync(standIn, "utf8"));
    const child = clone.spawn(["test"], environment);
    let running: number[] = [];
    for await (const line of createInterface(child.stdout)) {
      if (line.startsWith("running")) running = line.split(" ").slice(1).map(Number);
      if (line === "ready") break;
    }
    expect(running.map(isAlive)).toEqual([true, true, true]);
    child.kill(signal);
    await vi.waitFor(() => expect(running.map(isGroupOrProcessAlive)).toEqual([false, false, false]), 10_000);
  },
);

/** JupyterLab is told by its group. */
function isGroupOrProcessAlive(processId: number): boolean {
  return isAlive(processId) || isGroupAlive(processId);
}

test("npm test that is stopped says so, and ends with 130", async () => {
  vitest("console.log('ready'); setInterval(() => {}, 1000);");
  const child = clone.spawn(["test"], environment);
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  for await (const line of createInterface(child.stdout)) if (line === "ready") break;
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  expect([code, stderr]).toEqual([
    130,
    "Stopped before the end. Run the same command again: it goes on from here.\n",
  ]);
});

test.each([0, 1])("npm test hands its arguments to Vitest and ends with its code %d", async (code) => {
  vitest(`console.log(process.argv.slice(2).join(" ")); process.exitCode = ${code};`);
  const ended = await clone.run(["test", "test/layers", "-t", "a name"], environment);
  expect(ended).toMatchObject({ code, stderr: "" });
  expect(ended.stdout).toContain("\nrun test/layers -t a name\n");
});

test("copies of the notebooks that killed tests left are deleted, those in use are not", async () => {
  clone.write("notebooks/linear.ipynb", "{}");
  const cache = join(clone.folder, ".cache");
  const inUse = `notebooks-${process.ppid}-abcdef`;
  for (const name of ["notebooks-abcdef", `notebooks-${2 ** 22 + 1}-abcdef`, inUse]) {
    mkdirSync(join(cache, name), { recursive: true });
  }
  const { copyNotebooks } = await clone.load<typeof import("../../scripts/jupyter/notebooks-copy.mjs")>(
    "jupyter/notebooks-copy.mjs",
  );
  const copy = copyNotebooks();
  expect(existsSync(join(copy, "linear.ipynb"))).toBe(true);
  const left = readdirSync(cache).filter((name) => name.startsWith("notebooks-"));
  expect(left.map((name) => join(cache, name)).sort()).toEqual([join(cache, inUse), copy].sort());
});
