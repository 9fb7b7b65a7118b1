import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { installKernel, kernelName } from "@layerbook/kernel";
import { afterAll, beforeAll, expect, test } from "vitest";
import { jupyterEnvironment } from "../../scripts/jupyter/environment.mjs";
import { venvPython } from "../../scripts/setup/paths.mjs";

// Jupyter's own suite for kernels (jupyter_kernel_test), on the kernel of this tree.
const tests = [
  "test_clear_output",
  "test_completion",
  "test_display_data",
  "test_error",
  "test_execute_result",
  "test_execute_stderr",
  "test_execute_stdout",
  "test_history",
  "test_inspect",
  "test_is_complete",
  "test_kernel_info",
  "test_pager",
  "test_recv_iopub_welcome_msg",
];

interface Report {
  readonly started: readonly string[];
  /** Reports by test, or by part of a test. */
  readonly failed: Readonly<Record<string, string>>;
  readonly skipped: Readonly<Record<string, string>>;
}

let report: Report;
const prefix = mkdtempSync(join(tmpdir(), "layerbook-suite-"));
afterAll(() => rmSync(prefix, { recursive: true }));
beforeAll(async () => {
  installKernel({ prefix });
  const env = { ...jupyterEnvironment(), JUPYTER_PATH: join(prefix, "share", "jupyter") };
  const script = join(import.meta.dirname, "kernel_suite.py");
  const { stdout } = await promisify(execFile)(venvPython, [script, kernelName], { env, cwd: prefix });
  report = JSON.parse(stdout);
});

test("the suite has the tests listed here, and no other", () => {
  expect(report.started).toEqual(tests);
});

test("the suite leaves out no test and no part of one", () => {
  expect(report.skipped).toEqual({});
});

test.each(tests)("%s of jupyter_kernel_test passes", (name) => {
  const failures = Object.entries(report.failed).filter(([failed]) => failed.split(" ")[0] === name);
  expect(failures).toEqual([]);
});
