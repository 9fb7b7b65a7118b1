import { test } from "vitest";
import { runTool } from "./command.ts";

test("the packages have no type error", async () => {
  await runTool("typescript", "tsc", ["-b"]);
});

test.each(["test", "scripts", "website"])("%s has no type error", async (folder) => {
  await runTool("typescript", "tsc", ["-p", folder]);
});
