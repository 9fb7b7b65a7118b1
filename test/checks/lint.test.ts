import { test } from "vitest";
import { runTool } from "./command.ts";

test("every file is formatted and without a lint error (npm run format mends the most)", async () => {
  await runTool("@biomejs/biome", "biome", ["ci", "--colors=off", "--error-on-warnings", "."]);
});
