import { expect, test } from "vitest";
import { sharedKernel, stockTslabArgv } from "./kernels.ts";

const kernel = sharedKernel({ argv: stockTslabArgv() });

test("the client speaks to stock tslab, which prints a result as text", async () => {
  const { status, outputs } = await kernel().execute("const x: number = 20; x + 1");
  expect(status).toBe("ok");
  expect(outputs).toEqual([{ output_type: "stream", name: "stdout", text: "21\n" }]);
});
