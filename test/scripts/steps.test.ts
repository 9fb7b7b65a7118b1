import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCommand } from "../../scripts/setup/command.mjs";
import { Progress } from "../../scripts/setup/progress.mjs";
import { runSteps } from "../../scripts/setup/steps.mjs";

let root: string;
let cache: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "layerbook-steps-"));
  cache = join(root, "cache");
  for (const name of ["first", "second"]) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, "source.txt"), name);
  }
});
afterEach(() => rmSync(root, { recursive: true }));

/** A step that copies nothing but leaves its product: what it depends on is the folder of its name. */
function step(name: string, run: () => void | Promise<void> = () => undefined) {
  return {
    name,
    title: `the ${name} step`,
    files: () => [join(root, name)],
    outputs: () => [join(root, `${name}.made`)],
    run: async () => {
      await run();
      writeFileSync(join(root, `${name}.made`), "");
    },
  };
}

/** Runs steps as npm start does, without a terminal. */
function run(...steps: ReturnType<typeof step>[]) {
  return runSteps(steps, { cache, root, progress: quiet() });
}

function quiet() {
  return new Progress(new PassThrough() as unknown as NodeJS.WriteStream);
}

test("a second run does no work", async () => {
  expect(await run(step("first"), step("second"))).toEqual(["first", "second"]);
  expect(await run(step("first"), step("second"))).toEqual([]);
});

test("a changed input, a new file and a deleted one each repeat their own step only", async () => {
  await run(step("first"), step("second"));
  writeFileSync(join(root, "second", "source.txt"), "changed");
  expect(await run(step("first"), step("second"))).toEqual(["second"]);
  writeFileSync(join(root, "first", "another.txt"), "");
  expect(await run(step("first"), step("second"))).toEqual(["first"]);
  rmSync(join(root, "first", "another.txt"));
  expect(await run(step("first"), step("second"))).toEqual(["first"]);
});

test("content that moves from one file to the next is a change", async () => {
  writeFileSync(join(root, "first", "a"), "xy");
  writeFileSync(join(root, "first", "b"), "z");
  await run(step("first"));
  writeFileSync(join(root, "first", "a"), "x");
  writeFileSync(join(root, "first", "b"), "yz");
  expect(await run(step("first"))).toEqual(["first"]);
});

test("another value of what a step depends on repeats it", async () => {
  const first = step("first");
  await runSteps([{ ...first, values: () => ["/here"] }], { cache, root, progress: quiet() });
  expect(
    await runSteps([{ ...first, values: () => ["/there"] }], { cache, root, progress: quiet() }),
  ).toEqual(["first"]);
});

test("a product that was deleted is made again", async () => {
  await run(step("first"), step("second"));
  rmSync(join(root, "first.made"));
  expect(await run(step("first"), step("second"))).toEqual(["first"]);
});

test.each(["", "no hash", "\u0000"])("a stamp that holds %j counts as none", async (content) => {
  await run(step("first"));
  writeFileSync(join(cache, "first.stamp"), content);
  expect(await run(step("first"))).toEqual(["first"]);
  expect(await run(step("first"))).toEqual([]);
});

test("what fails is begun again by the next run, what was done before it is not", async () => {
  const failing = step("second", () => {
    throw new Error("it broke");
  });
  await expect(run(step("first"), failing)).rejects.toThrow("the second step did not work: Error: it broke.");
  expect(await run(step("first"), step("second"))).toEqual(["second"]);
});

test("an input that changes while its step works is not taken for done", async () => {
  await run(step("first", () => writeFileSync(join(root, "first", "source.txt"), "changed meanwhile")));
  expect(await run(step("first"))).toEqual(["first"]);
});

test("nothing begins when a later step cannot be done", async () => {
  const impossible = {
    ...step("second"),
    check: () => Promise.reject(new Error("no Python")),
  };
  await expect(runSteps([step("first"), impossible], { cache, root, progress: quiet() })).rejects.toThrow(
    "no Python",
  );
  expect(existsSync(join(root, "first.made"))).toBe(false);
});

test("a step that is stopped half-way is told so and done by the next run", async () => {
  const controller = new AbortController();
  const endless = step("second", async () => {
    const action = "Cannot wait";
    setTimeout(() => controller.abort(), 200);
    await runCommand(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
      action,
      signal: controller.signal,
    });
  });
  await expect(run(step("first"), endless)).rejects.toMatchObject({ name: "Interrupted" });
  expect(await run(step("first"), step("second"))).toEqual(["second"]);
});

test("a set-up is refused while another one of the folder runs", async () => {
  const during = step("first", () =>
    expect(run(step("second"))).rejects.toThrow("Another set-up of this folder is running"),
  );
  expect(await run(during)).toEqual(["first"]);
  expect(await run(step("second"))).toEqual(["second"]);
  expect(existsSync(join(cache, "lock"))).toBe(false);
});
