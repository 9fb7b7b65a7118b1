import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type ProgressOptions, progress } from "@layerbook/figures";
import { FormatError, ShapeError } from "@layerbook/layers";
import { afterEach, describe, expect, test, vi } from "vitest";
import { listen } from "./host.ts";

const full = "█".repeat(24);
const half = "█".repeat(12) + "░".repeat(12);

afterEach(() => {
  vi.useRealTimers();
});

test("gives the numbers below a total, and the items of an array, a set and a generator", () => {
  listen();
  expect([...progress(4)]).toEqual([0, 1, 2, 3]);
  expect([...progress(["a", "b"])]).toEqual(["a", "b"]);
  expect([...progress(new Set([5, 6]))]).toEqual([5, 6]);
  const letters = (function* () {
    yield* "xyz";
  })();
  expect([...progress(letters)]).toEqual(["x", "y", "z"]);
});

test("a finished bar holds its count and no time, in one output", () => {
  const cell = listen();
  for (const _ of progress(20));
  for (const _ of progress([1, 2, 3], { label: "Batches" }));
  for (const _ of progress(0));
  for (const _ of progress(new Map([[1, 2]]).keys(), { label: "Keys" }));
  expect(cell.texts).toEqual([`${full}  20 of 20`, `Batches  ${full}  3 of 3`, `${full}  0 of 0`, "Keys  1"]);
});

test("a bar that runs tells its rate and what time is left", () => {
  vi.useFakeTimers({ now: 0 });
  const cell = listen();
  const seen: string[] = [];
  for (const step of progress(4000, { label: "Steps" })) {
    if (step === 0 || step === 2000) seen.push(cell.texts[0]!);
    vi.setSystemTime(Date.now() + 50);
  }
  expect(seen).toEqual([
    `Steps  ${"░".repeat(24)}  0 of 4,000`,
    `Steps  ${half}  2,000 of 4,000 · 20/s · 1:40 left`,
  ]);
  expect(cell.texts).toEqual([`Steps  ${full}  4,000 of 4,000`]);
});

test("slow steps are told in seconds, long times in hours", () => {
  vi.useFakeTimers({ now: 0 });
  const cell = listen();
  for (const step of progress(1000)) {
    if (step === 500) {
      expect(cell.texts).toEqual([`${half}  500 of 1,000 · 25 s each · 3:28:20 left`]);
    }
    vi.setSystemTime(Date.now() + 25_000);
  }
});

test("it is drawn ten times a second at most, and as often as there is something new", () => {
  vi.useFakeTimers({ now: 0 });
  const cell = listen();
  for (const _ of progress(10_000)) vi.setSystemTime(Date.now() + 1);
  expect(cell.updates).toBeLessThanOrEqual(101);
  expect(cell.updates).toBeGreaterThan(90);
});

test("a step that is followed by a long wait is drawn during the wait", () => {
  vi.useFakeTimers({ now: 0 });
  const cell = listen();
  const steps = progress(8)[Symbol.iterator]();
  for (let i = 0; i <= 4; i++) {
    vi.setSystemTime(i * 20);
    steps.next();
  }
  expect(cell.texts).toEqual([`${"░".repeat(24)}  0 of 8`]);
  vi.advanceTimersByTime(100);
  expect(cell.texts).toEqual([`${half}  4 of 8 · 50/s · 0:00 left`]);
  steps.return!();
});

test("a loop that is left, by a break or an error, leaves a bar that says so", () => {
  const cell = listen();
  for (const step of progress(8)) if (step === 4) break;
  expect(() => {
    for (const _ of progress(2)) throw new Error("no");
  }).toThrow("no");
  expect(cell.texts).toEqual([`${half}  4 of 8 · stopped`, `${"░".repeat(24)}  0 of 2 · stopped`]);
});

test("the iterable is closed when the loop is left", () => {
  listen();
  let closed = false;
  function* items() {
    try {
      yield 1;
      yield 2;
    } finally {
      closed = true;
    }
  }
  for (const _ of progress(items())) break;
  expect(closed).toBe(true);
});

test("a bar within another stands below it while it runs, in the same output", () => {
  vi.useFakeTimers({ now: 0 });
  const cell = listen();
  const seen: string[] = [];
  for (const epoch of progress(2, { label: "Epochs" })) {
    for (const batch of progress(2, { label: "In" })) {
      vi.setSystemTime(Date.now() + 1000);
      if (epoch === 1 && batch === 1) seen.push(...cell.texts);
    }
  }
  expect(seen).toEqual([
    [`Epochs  ${half}  1 of 2 · 2.0 s each · 0:01 left`, `In      ${half}  1 of 2 · 1.0/s · 0:01 left`].join(
      "\n",
    ),
  ]);
  expect(cell.texts).toEqual([`Epochs  ${full}  2 of 2`]);
});

test("an inner loop that throws takes both bars with it, and the next bar is its own", () => {
  const cell = listen();
  expect(() => {
    for (const _ of progress(2, { label: "Outer" })) {
      for (const _ of progress(2, { label: "Inner" })) throw new Error("no");
    }
  }).toThrow("no");
  for (const _ of progress(1));
  expect(cell.texts).toEqual([`Outer  ${"░".repeat(24)}  0 of 2 · stopped`, `${full}  1 of 1`]);
});

test("a bar that a cell leaves behind is settled at its end, and goes on when its loop does", () => {
  vi.useFakeTimers({ now: 0 });
  const cell = listen();
  const steps = progress(4)[Symbol.iterator]();
  for (let i = 0; i <= 2; i++) steps.next();
  cell.end();
  expect(cell.texts).toEqual([`${half}  2 of 4 · stopped`]);
  for (const _ of progress(1));
  vi.setSystemTime(Date.now() + 2000);
  while (!steps.next().done);
  expect(cell.texts).toEqual([`${full}  4 of 4`, `${full}  1 of 1`]);
});

test("a label is text of one line", () => {
  const cell = listen();
  for (const _ of progress(1, { label: "<b>one</b>\r\ntwo" }));
  expect(cell.texts).toEqual([`<b>one</b> two  ${full}  1 of 1`]);
});

describe("without a host", () => {
  const figures = fileURLToPath(new URL("../../packages/figures/dist/index.js", import.meta.url));

  /** What a program writes; in a terminal of `columns`, if given. */
  function run(code: string, columns?: number): { readonly stdout: string; readonly stderr: string } {
    const terminal =
      columns === undefined ? "" : `Object.assign(process.stderr, { isTTY: true, columns: ${columns} });`;
    const program = `${terminal} const { progress, lossCurve } = await import(${JSON.stringify(figures)}); ${code}`;
    return spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  }

  test("a pipe gets one line when all is done, apart from the program's output", () => {
    const { stdout, stderr } = run(
      "for (const i of progress(2, { label: 'Epochs' })) for (const j of progress(2)) console.log(i, j)",
    );
    expect(stdout).toBe("0 0\n0 1\n1 0\n1 1\n");
    expect(stderr).toBe(`Epochs  ${full}  2 of 2\n`);
  });

  test("a terminal gets lines that are written again, cut to its width", () => {
    const { stderr } = run("for (const i of progress(1, { label: 'Epochs' })); lossCurve([]).push(3);", 30);
    const [first, second, third] = stderr.split("\u001b[J");
    expect(first).toBe(`Epochs  ${"░".repeat(21)}\u001b[K\n`);
    expect(second).toBe(`\u001b[1AEpochs  ${"█".repeat(21)}\u001b[K\n`);
    expect(third).toBe("Loss curve of loss 3 at step \u001b[K\nloss  ▁\u001b[K\n");
  });
});

test.each<[items: unknown, options: object, kind: typeof FormatError | typeof ShapeError, message: string]>([
  [
    undefined,
    {},
    FormatError,
    "Cannot show the progress of undefined: expected a whole number from 0 on, or something to iterate over, such as an array",
  ],
  [
    { length: 3 },
    {},
    FormatError,
    "Cannot show the progress of an object: expected a whole number from 0 on, or something to iterate over, such as an array",
  ],
  [2.5, {}, FormatError, "Cannot show the progress of 2.5 steps: expected a whole number from 0 on"],
  [-1, {}, FormatError, "Cannot show the progress of -1 steps: expected a whole number from 0 on"],
  [3, { label: 5 }, ShapeError, "Cannot show progress with label 5: expected a text"],
  [3, { title: "x" }, ShapeError, 'Cannot show progress with the option "title": expected label'],
])("%j with %j is refused at once", (items, options, kind, message) => {
  const begin = () => progress(items as number, options as ProgressOptions);
  expect(begin).toThrow(kind);
  expect(begin).toThrow(new kind(message));
});
