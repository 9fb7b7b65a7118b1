import { beforeAll, expect, test } from "vitest";
import { denoKernel } from "./deno.ts";

const run = denoKernel();

beforeAll(async () => {
  const imports = `import { conv2d, Conv2d, manualSeed, ones, tensor } from "@layerbook/layers";
    import { histogram, lossCurve, progress, show } from "@layerbook/figures";
    const matrix = tensor([[1, 2], [3, 4]]);
    manualSeed(1);`;
  expect((await run(imports)).outputs).toEqual([]);
});

const mimes = ["application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"];
const drawn = async (code: string) =>
  (await run(code)).outputs.map((output) => [
    output.output_type,
    "data" in output ? Object.keys(output.data).sort() : output,
  ]);

test.each([
  ["a tensor", "matrix"],
  ["a trace", "new Conv2d(1, 1, 2).trace(ones([1, 3, 3]))"],
  ["a figure", "histogram(matrix)"],
  ["the curve of a training that is over", "lossCurve([3, 2, 1])"],
])("Deno's kernel draws %s as a cell's result", async (_, code) => {
  expect(await drawn(code)).toEqual([["execute_result", mimes]]);
});

test("show draws in the middle of a cell, in order with what is printed", async () => {
  expect(
    await drawn(`console.log("before"); show(matrix); show(histogram(matrix)); console.log("after")`),
  ).toEqual([
    ["stream", { output_type: "stream", name: "stdout", text: "before\n" }],
    ["display_data", mimes],
    ["display_data", mimes],
    ["stream", { output_type: "stream", name: "stdout", text: "after\n" }],
  ]);
});

test("a bar is one display that is updated, and its last state holds no time", async () => {
  const messages: [type: string, id: unknown][] = [];
  const { outputs } = await run(
    `for (const _ of progress(3, { label: "Steps" })) { const end = Date.now() + 120; while (Date.now() < end) {} }`,
    {
      onMessage: (type, { transient }) => {
        if (type.endsWith("display_data"))
          messages.push([type, (transient as { display_id: string }).display_id]);
      },
    },
  );
  const [[first, id] = []] = messages;
  expect(first).toBe("display_data");
  expect(messages.slice(1)).toEqual(messages.slice(1).map(() => ["update_display_data", id]));
  expect(messages.length).toBeGreaterThan(2);
  expect(outputs).toEqual([
    { output_type: "display_data", data: { "text/plain": `Steps  ${"█".repeat(24)}  3 of 3` }, metadata: {} },
  ]);
});

// Deno tells no one that a cell has ended; plotly's figure could not be drawn again after it.
test("a growing curve grows in its place, as a picture", async () => {
  expect(
    await drawn(`const curve = lossCurve(); for (const loss of [3, 2, 1]) { curve.push(loss); await null; }`),
  ).toEqual([["display_data", ["image/svg+xml", "text/plain"]]]);
});
