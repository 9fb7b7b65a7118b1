import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BareClone } from "./bare-clone.ts";

let clone: BareClone;

beforeAll(() => {
  clone = new BareClone();
});
afterAll(() => clone.remove());

/** npm start as a process of its own. */
function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return clone.run(["start", ...args], environment);
}

/** An npm that says this and ends with code 1. */
function failingNpm(text: string): Record<string, string> {
  const code = `console.error(${JSON.stringify(text)}); process.exitCode = 1;`;
  return { npm_execpath: clone.write("npm/npm-cli.js", code) };
}

/** Leaves the stamp of a Python environment that is there, so that the set-up begins with npm. */
async function havePython() {
  const { python } = await clone.load<typeof import("../../scripts/setup/python.mjs")>("setup/python.mjs");
  await clone.pretend([python]);
}

test("without a Python it says so in one line, and has begun nothing", async () => {
  const { code, stdout, stderr } = await start([], {
    PATH: join(clone.folder, "no-programs"),
    Path: join(clone.folder, "no-programs"),
  });
  expect(stderr).toMatch(/^Layerbook needs Python 3\.11 or newer for JupyterLab, found none[^\n]*\n$/);
  expect(stdout).toBe("");
  expect(code).toBe(1);
  expect(existsSync(join(clone.folder, "node_modules"))).toBe(false);
});

test("a port that is taken is told in one line", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const { code, stdout, stderr } = await start(["--port", String(port)]);
  server.close();
  expect(stderr).toBe(
    `Port ${port} is taken by another program: stop that one, or choose another port with npm start -- --port ${port + 1}.\n`,
  );
  expect(stdout).toBe("");
  expect(code).toBe(1);
});

test.each([
  ["--port=eight", "--port eight is no port: give a whole number from 1 to 65535."],
  ["--port=0", "--port 0 is no port: give a whole number from 1 to 65535."],
  ["--port=8888.5", "--port 8888.5 is no port: give a whole number from 1 to 65535."],
  ["--browser", "Unknown option '--browser': npm start takes --no-browser and --port N, after two dashes."],
])("%s is refused in one line", async (option, message) => {
  const { code, stderr } = await start([option]);
  expect(stderr).toBe(`${message}\n`);
  expect(code).toBe(1);
});

test("--help names the options", async () => {
  const { code, stdout } = await start(["--help"]);
  expect(stdout).toMatch(/--no-browser .*\n.*--port N/);
  expect(code).toBe(0);
});

test.each([
  ["npm error nospc ENOSPC: no space left on device, write", "the disk is full. Free about 2 GB"],
  ["npm error code EAI_AGAIN", "no connection to the package registry. Check the network"],
])("npm that ends with %j is told in one line", async (text, advice) => {
  await havePython();
  const { code, stdout, stderr } = await start([], failingNpm(text));
  expect(stdout).toBe("npm packages, from the lock file ...\n");
  expect(stderr).toMatch(/^[^\n]+; it goes on from here\.\n$/);
  expect(stderr).toContain(`Cannot install the npm packages: ${advice}`);
  expect(code).toBe(1);
});
