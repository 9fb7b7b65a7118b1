import type { ChildProcess } from "node:child_process";
import { chmodSync, cpSync, mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "../../scripts/setup/port.mjs";
import { BareClone } from "./bare-clone.ts";

let clone: BareClone;
let running: Started[] = [];

beforeEach(async () => {
  clone = new BareClone();
  await clone.pretend(
    (await clone.load<typeof import("../../scripts/setup/all.mjs")>("setup/all.mjs")).setup,
  );
  const { venvPython } = await clone.load<typeof import("../../scripts/setup/paths.mjs")>("setup/paths.mjs");
  const { docusaurus, siteBuild } =
    await clone.load<typeof import("../../scripts/site/build.mjs")>("site/build.mjs");
  await clone.pretend([siteBuild()]);
  for (const [fixture, path] of [
    ["jupyterlab.mjs", venvPython],
    ["docusaurus.mjs", docusaurus],
  ] as const) {
    mkdirSync(dirname(path), { recursive: true });
    cpSync(join(import.meta.dirname, "fixtures", fixture), path);
    chmodSync(path, 0o755);
  }
});
afterEach(async () => {
  for (const { child } of running) child.kill();
  await Promise.all(running.map(({ ended }) => ended));
  running = [];
  clone.remove();
});

interface Started {
  readonly child: ChildProcess;
  readonly said: { stdout: string; stderr: string };
  readonly ended: Promise<number | null>;
  /** The address that it prints once it serves. */
  readonly ready: Promise<URL | undefined>;
}

function start(...args: string[]): Started {
  const child = clone.spawn(args);
  const said = { stdout: "", stderr: "" };
  child.stderr.setEncoding("utf8").on("data", (text) => (said.stderr += text));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const ready = new Promise<URL | undefined>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text) => {
      said.stdout += text;
      const address = /http:\S+/.exec(said.stdout)?.[0];
      if (address) resolve(new URL(address));
    });
    ended.then(() => resolve(undefined));
  });
  const started = { child, said, ended, ready };
  running.push(started);
  return started;
}

test("two npm start at once: each prints an address whose token its server takes", async () => {
  const addresses = await Promise.all([start("start").ready, start("start").ready]);
  expect(addresses[0]?.port).not.toBe(addresses[1]?.port);
  for (const address of addresses) {
    const headers = { Authorization: `token ${address?.searchParams.get("token")}` };
    expect((await fetch(new URL("/api/status", address), { headers })).status).toBe(200);
  }
});

test("two npm run site at once: each prints an address where its own server answers", async () => {
  const addresses = await Promise.all([start("site").ready, start("site").ready]);
  const servers = await Promise.all(addresses.map(async (address) => (await fetch(address!)).text()));
  expect(new Set(servers).size).toBe(2);
});

test.each([
  ["start", "what is no Jupyter", "npm start", ""],
  ["start", "a Jupyter without token", "npm start", '{ "started": "2026-01-01T00:00:00Z" }'],
  ["site", "another program", "npm run site", ""],
])("%s: the port it was asked for is told when %s takes it meanwhile", async (script, _, command, answer) => {
  const port = await freePort();
  const { said, ended } = start(script, "--port", String(port));
  await delay(300); // It has found the port free, and its server does not listen yet.
  const other = createServer((_, response) => response.end(answer)).listen(port, "127.0.0.1");
  expect(await ended).toBe(1);

  other.close();
  expect(said.stderr.trimEnd().split("\n").at(-1)).toBe(
    `Port ${port} is taken by another program: stop that one, or choose another port with ${command} -- --port ${port + 1}.`,
  );
  expect(said.stdout).toBe("");
});
