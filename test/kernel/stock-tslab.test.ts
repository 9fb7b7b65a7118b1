import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { build, sharedKernel, stockTslabArgv } from "./kernels.ts";

// Stock tslab finds packages from its working directory only.
const kernel = sharedKernel({ argv: stockTslabArgv(), cwd: join(import.meta.dirname, "../../notebooks") });

beforeAll(() => {
  for (const name of ["layers", "figures"]) build(name);
});

test("the client speaks to stock tslab, which prints a result as text", async () => {
  const { status, outputs } = await kernel().execute("const x: number = 20; x + 1");
  expect(status).toBe("ok");
  expect(outputs).toEqual([{ output_type: "stream", name: "stdout", text: "21\n" }]);
});

test("stock tslab draws a tensor, as a last expression and by show", async () => {
  const draws = (output: unknown) => Object.keys((output as { data?: object }).data ?? {}).sort();
  const mimes = ["application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"];
  const { outputs } = await kernel().execute(`
    import { show } from "@layerbook/figures";
    import { tensor } from "@layerbook/layers";
    const matrix = tensor([[1, 2], [3, 4]]);
    show(matrix);
    matrix
  `);
  expect(outputs.map(draws)).toEqual([mimes, mimes]);
});
