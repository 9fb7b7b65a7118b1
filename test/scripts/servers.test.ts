import type { ChildProcess } from "node:child_process";
import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { freePort } from "../../scripts/setup/port.mjs";
import type { BareClone } from "./bare-clone.ts";
import { cloneWithServers } from "./clone-with-servers.ts";

let clone: BareClone;
let another: BareClone;
let running: Started[] = [];

beforeEach(async () => {
  [clone, another] = [await cloneWithServers(), await cloneWithServers()];
});
afterEach(async () => {
  for (const { child } of running) child.kill();
  await Promise.all(running.map(({ ended }) => ended));
  running = [];
  for (const each of [clone, another]) each.remove();
});

interface Started {
  readonly child: ChildProcess;
  readonly said: { stdout: string; stderr: string };
  readonly ended: Promise<number | null>;
  /** The address that it prints once it serves. */
  readonly ready: Promise<URL | undefined>;
}

function start(...args: string[]): Started {
  return startIn(clone, ...args);
}

function startIn(folder: BareClone, ...args: string[]): Started {
  const child = folder.spawn(args);
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

describe.each(["one folder", "two folders"])("two at once in %s", (folders) => {
  const both = (command: string) =>
    Promise.all([start(command).ready, startIn(folders === "one folder" ? clone : another, command).ready]);

  test("npm start: each prints an address whose token its server takes", async () => {
    const addresses = await both("start");
    expect(addresses[0]?.port).not.toBe(addresses[1]?.port);
    for (const address of addresses) {
      const headers = { Authorization: `token ${address?.searchParams.get("token")}` };
      expect((await fetch(new URL("/api/status", address), { headers })).status).toBe(200);
    }
  });

  test("npm run site: each prints an address where its own server answers", async () => {
    const addresses = await both("site");
    const servers = await Promise.all(addresses.map(async (address) => (await fetch(address!)).text()));
    expect(new Set(servers).size).toBe(2);
  });
});

test("a second one that asks for the port of the first is told who has it", async () => {
  const port = await freePort();
  const first = start("start", "--port", String(port));
  await first.ready;
  const second = start("site", "--port", String(port));
  expect(await second.ended).toBe(1);
  expect(second.said).toEqual({
    stdout: "",
    stderr:
      `Port ${port} is taken by another command of this folder (process ${first.child.pid}): stop that one, or ` +
      `choose another port with npm run site -- --port ${port + 1}.\n`,
  });
});

test.each(["start", "site"])("%s that is killed gives its port to the next one", async (command) => {
  const port = await freePort();
  const killed = start(command, "--port", String(port));
  expect((await killed.ready)?.port).toBe(String(port));
  killed.child.kill("SIGKILL"); // Its server is still there when the next one begins.
  const next = start(command, "--port", String(port));
  expect((await next.ready)?.port).toBe(String(port));
  expect(next.said.stderr).toBe("");
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
