import * as figures from "@layerbook/figures";
import type { Output, OutputEvent } from "@layerbook/literate/session";
import { describe, expect, test } from "vitest";
import { runCells } from "./run-cells.ts";

const full = "█".repeat(24);
const importModule = async (): Promise<object> => figures;
const host = 'const host = (globalThis as any)[Symbol.for("layerbook.host")];';

/** The texts of a cell's outputs. */
function texts(outputs: readonly Output[]): unknown[] {
  return outputs.map((output) => ("data" in output ? output.data["text/plain"] : output));
}

describe("of what a cell draws again in its place", () => {
  test("the last state is recorded, the same in every run", async () => {
    const source = `import { lossCurve, progress } from "@layerbook/figures";
      const curve = lossCurve({ train: [] });
      for (const epoch of progress(40, { label: "Epochs" })) {
        for (const _ of progress(3)) await null;
        curve.push({ train: 1 / (epoch + 1) });
        if (epoch % 10 === 0) await new Promise((done) => setTimeout(done, 30));
      }`;
    const [first] = await runCells([source], { importModule });
    const [second] = await runCells([source], { importModule });
    const curve = figures.lossCurve({ train: Array.from({ length: 40 }, (_, epoch) => 1 / (epoch + 1)) });
    expect(first!.outputs).toEqual([
      { type: "display", data: { "text/plain": `Epochs  ${full}  40 of 40` } },
      { type: "display", data: JSON.parse(JSON.stringify(curve.bundle)) },
    ]);
    expect(JSON.stringify(second!.outputs)).toBe(JSON.stringify(first!.outputs));
  });

  test("the state at which it failed stands before the error", async () => {
    const source = `import { lossCurve, progress } from "@layerbook/figures";
      const curve = lossCurve();
      for (const step of progress(4)) { curve.push(step); if (step === 2) throw new Error("no"); }`;
    const [result] = await runCells([source], { importModule });
    expect(texts(result!.outputs)).toEqual([
      `${"█".repeat(12)}${"░".repeat(12)}  2 of 4 · stopped`,
      "Loss curve of loss over 3 values from 0 to 2, least 0 at step 1, greatest 2 at step 3.\nloss  ▁▅█",
      { type: "error", name: "Error", message: "no" },
    ]);
  });

  test("a loop that never yields reports now and then while it runs", async () => {
    const seen: { readonly at: number; readonly event: OutputEvent }[] = [];
    const started = Date.now();
    const source = `import { progress } from "@layerbook/figures";
      for (const _ of progress(10)) { const end = Date.now() + 50; while (Date.now() < end) {} }`;
    await runCells([source], {
      importModule,
      onOutput: (event) => seen.push({ at: Date.now() - started, event }),
    });
    const early = seen.filter(({ at, event }) => at < 400 && event.kind === "replace");
    expect(early.length).toBeGreaterThanOrEqual(2);
  });
});

describe("updates", () => {
  test("take the room of what they replace, and are reported together", async () => {
    const events: OutputEvent[] = [];
    const source = `${host} host.display({ t: "x".repeat(400) }, { displayId: "d" });
      for (let i = 0; i < 5000; i++) host.display({ t: "x".repeat(400), i }, { displayId: "d", update: true });`;
    const [result] = await runCells([source], {
      limits: { count: 2, characters: 1000 },
      onOutput: (event) => events.push(event),
    });
    expect(result).toMatchObject({ cut: false, outputs: [{ type: "display", data: { i: 4999 } }] });
    expect(events.filter(({ kind }) => kind === "replace").length).toBeLessThan(500);
    expect(events.at(-1)).toMatchObject({ kind: "replace", output: { data: { i: 4999 } } });
  });

  test("beyond the room that a cell has are dropped, with a notice", async () => {
    const source = `${host} host.display({ t: 1 }, { displayId: "d" }); host.display({ t: "x".repeat(2000) }, { displayId: "d", update: true });`;
    const [result] = await runCells([source], { limits: { count: 2, characters: 1000 } });
    expect(result!.cut).toBe(true);
    expect(result!.outputs).toEqual([
      { type: "display", data: { t: 1 } },
      {
        type: "stream",
        name: "stderr",
        text: "Output cut: a cell may give 2 outputs and 1000 characters.\n",
      },
    ]);
  });

  test("that a cell makes while it waits are reported during the wait", async () => {
    const events: OutputEvent[] = [];
    const wait = "await new Promise((done) => setTimeout(done, 150));";
    const update = (t: number) => `host.display({ t: ${t} }, { displayId: "d", update: true });`;
    const source = `${host} host.display({ t: 0 }, { displayId: "d" }); ${update(1)} ${update(2)} ${wait} console.log("end")`;
    await runCells([source], { onOutput: (event) => events.push(event) });
    const reported = events.map((event) =>
      "output" in event && "data" in event.output ? event.output.data.t : event.kind,
    );
    expect(reported).toEqual(["clear", 0, 1, 2, "add"]);
  });
});

describe("the host tells when a cell has ended", () => {
  test("once to each who asked, before its result or the error that ended it", async () => {
    const source = `${host} function last() { console.log("last") } host.atEnd(last); host.atEnd(last); console.log("first"); throw new Error("no")`;
    const results = await runCells([source, `host.atEnd(last); 1`]);
    expect(results.map(({ outputs }) => outputs)).toEqual([
      [
        { type: "stream", name: "stdout", text: "first\nlast\n" },
        { type: "error", name: "Error", message: "no" },
      ],
      [
        { type: "stream", name: "stdout", text: "last\n" },
        { type: "result", data: { "text/plain": "1" } },
      ],
    ]);
  });

  test("and what goes wrong then is the cell's error", async () => {
    const [result] = await runCells([`${host} host.atEnd(() => { throw new TypeError("late") }); 5`]);
    expect(result!.outputs).toEqual([{ type: "error", name: "TypeError", message: "late" }]);
  });
});
