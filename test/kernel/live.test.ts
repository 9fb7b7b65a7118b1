import { join } from "node:path";
import type { KernelClient } from "@layerbook/kernel/client";
import { beforeAll, describe, expect, test } from "vitest";
import { build, sharedKernel, stockTslabArgv } from "./kernels.ts";

const cwd = join(import.meta.dirname, "../../notebooks");
const kernel = sharedKernel({ cwd });
// Stock tslab finds packages from its working directory only.
const tslab = sharedKernel({ cwd, argv: stockTslabArgv() });
const full = "█".repeat(24);

beforeAll(() => {
  for (const name of ["layers", "figures"]) build(name);
});

interface Heard {
  readonly type: string;
  readonly text: string;
  readonly id: unknown;
  /** Milliseconds since the cell was sent. */
  readonly at: number;
}

/** The displays and updates of a cell as they come. */
async function hear(client: KernelClient, code: string) {
  const heard: Heard[] = [];
  const started = Date.now();
  const { outputs, status } = await client.execute(code, {
    onMessage: (type, content) => {
      if (!/display_data$/.test(type)) return;
      const { data, transient } = content as {
        data: Record<string, string>;
        transient: { display_id?: string };
      };
      heard.push({ type, text: data["text/plain"]!, id: transient.display_id, at: Date.now() - started });
    },
  });
  return { heard, outputs, status, took: Date.now() - started };
}

const busy = "const until = (time: number) => { while (Date.now() < time) {} };";

describe.each([
  ["our kernel", kernel],
  ["stock tslab", tslab],
])("in %s", (_, client) => {
  test("a bar is one display that is updated, and its last state holds no time", async () => {
    const { heard, outputs } = await hear(
      client(),
      `import { progress } from "@layerbook/figures"; ${busy} for (const _ of progress(3, { label: "Steps" })) until(Date.now() + 120)`,
    );
    expect(heard.map(({ type }) => type)).toEqual([
      "display_data",
      ...Array(heard.length - 1).fill("update_display_data"),
    ]);
    expect(heard.length).toBeGreaterThan(2);
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1);
    expect(outputs).toEqual([
      { output_type: "display_data", data: { "text/plain": `Steps  ${full}  3 of 3` }, metadata: {} },
    ]);
  });
});

test("what a loop that never yields draws arrives while it computes, after a thousand messages too", async () => {
  const { heard, took, outputs } = await hear(
    kernel(),
    `import { progress } from "@layerbook/figures"; ${busy}
    for (let line = 0; line < 1100; line++) { console.log(line); host.display({ "text/plain": "x" }, { displayId: "many", update: true }); }
    for (const _ of progress(50)) until(Date.now() + 100)`.replace(
      "host.",
      '(globalThis as any)[Symbol.for("layerbook.host")].',
    ),
  );
  const bar = heard.filter(({ text }) => text.includes("of 50"));
  expect(took).toBeGreaterThan(5000);
  expect(bar.filter(({ at }) => at < took - 500).length).toBeGreaterThan(30);
  const gaps = bar.slice(1).map(({ at }, i) => at - bar[i]!.at);
  expect(Math.max(...gaps)).toBeLessThan(1000);
  expect(outputs.at(-1)).toMatchObject({ data: { "text/plain": `${full}  50 of 50` } });
});

test("a curve and a bar of a cell that fails or is interrupted show how far it came", async () => {
  const failed = await hear(
    kernel(),
    `import { lossCurve, progress } from "@layerbook/figures"; const curve = lossCurve();
    for (const step of progress(4)) { curve.push(step); if (step === 2) throw new Error("no"); }`,
  );
  const half = "█".repeat(12) + "░".repeat(12);
  expect(failed.outputs).toMatchObject([
    { data: { "text/plain": `${half}  2 of 4 · stopped` } },
    { data: { "text/plain": expect.stringContaining("over 3 values from 0 to 2") } },
    { ename: "Error", evalue: "no" },
  ]);
  // The whole figure, and nothing of it is told apart by an id that the next run would not have.
  expect(JSON.stringify(failed.outputs)).not.toContain(String(failed.heard[0]!.id));

  const running = hear(
    kernel(),
    `for (const step of progress(1000)) { const end = Date.now() + 20; while (Date.now() < end) {} }`,
  );
  await new Promise((done) => setTimeout(done, 500));
  await kernel().interrupt();
  const { outputs, status } = await running;
  expect(status).toBe("error");
  expect(outputs[0]).toMatchObject({ data: { "text/plain": expect.stringMatching(/ of 1,000 · stopped$/) } });
  const next = await hear(kernel(), "for (const _ of progress(1)) continue;");
  expect(next.outputs).toEqual([
    { output_type: "display_data", data: { "text/plain": `${full}  1 of 1` }, metadata: {} },
  ]);
});
