import { expect, test } from "vitest";
import { sharedKernel } from "./kernels.ts";

const kernel = sharedKernel();

test("a kernel watches no folder: in a large one the first cell would wait for that", async () => {
  await kernel().execute("const a: number = 1;");
  const code = 'process.getActiveResourcesInfo().filter((name) => name === "FSEventWrap")';
  const { outputs } = await kernel().execute(code);
  expect(outputs).toMatchObject([{ data: { "text/plain": "[]" } }]);
});
