import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jupyterEnvironment } from "../../scripts/jupyter/environment.mjs";
import { venvPython } from "../../scripts/setup/paths.mjs";
import { differences, type Notebook, notebookNames, root } from "./notebooks.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "layerbook-executed-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** nbconvert's run of a notebook in the installed kernel, as a server without a browser does it. */
async function execute(name: string): Promise<Notebook> {
  const to = ["--to", "notebook", "--output-dir", folder, "--output", name];
  const args = ["-m", "nbconvert", "--execute", ...to, join(root, "notebooks", name)];
  await promisify(execFile)(venvPython, args, { env: jupyterEnvironment() });
  return JSON.parse(readFileSync(join(folder, name), "utf8"));
}

test("there are notebooks", () => expect(notebookNames).toContain("convolution.ipynb"));

describe.each(notebookNames)("%s, run by nbconvert", (name) => {
  test("gives the checked outputs of its page, in order", async () => {
    const executed = await execute(name);
    expect(differences(name, executed)).toEqual([]);
    const counts = executed.cells
      .filter(({ cell_type }) => cell_type === "code")
      .map((cell) => cell.execution_count);
    expect(counts).toEqual(counts.map((_, index) => index + 1));
  });
});
