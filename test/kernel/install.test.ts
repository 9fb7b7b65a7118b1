import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startKernel } from "@layerbook/kernel/client";
import { beforeAll, describe, expect, test } from "vitest";
import { build, temporaryFolder } from "./kernels.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = temporaryFolder();

beforeAll(() => build("kernel"));

/** What `npm run kernel:install` hands over to once all is built. */
function run(...args: string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  const env = { ...process.env, HOME: folder, JUPYTER_DATA_DIR: join(folder, "user data") };
  return spawnSync(process.execPath, [join(root, "packages/kernel/dist/cli.js"), ...args], {
    encoding: "utf8",
    env,
  });
}

describe("install", () => {
  const prefix = join(folder, "a prefix");
  const kernelspec = join(prefix, "share", "jupyter", "kernels", "layerbook");

  test("writes a kernelspec with absolute paths that starts the kernel", async () => {
    const { status, stdout, stderr } = run("install", "--prefix", prefix);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(kernelspec);
    const spec = JSON.parse(readFileSync(join(kernelspec, "kernel.json"), "utf8"));
    const [node, , , , snapshot, script] = spec.argv;
    expect(spec).toEqual({
      argv: [
        node,
        "--disable-warning=ExperimentalWarning",
        "--experimental-import-meta-resolve",
        "--snapshot-blob",
        snapshot,
        script,
        "{connection_file}",
      ],
      display_name: "TypeScript (Layerbook)",
      language: "typescript",
      interrupt_mode: "message",
      metadata: { debugger: false },
    });
    expect([node, snapshot, script].map((path) => isAbsolute(path))).toEqual([true, true, true]);
    expect(stdout).toContain(node);
    expect(readFileSync(join(kernelspec, "logo-svg.svg"), "utf8")).toContain("<svg");

    const kernel = await startKernel({ cwd: folder, argv: spec.argv });
    expect((await kernel.execute("6 * 7")).outputs).toMatchObject([{ data: { "text/plain": "42" } }]);
    await kernel.shutdown();
  });

  test("twice gives the same file", () => {
    run("install", "--prefix", prefix);
    const first = readFileSync(join(kernelspec, "kernel.json"), "utf8");
    run("install", "--prefix", prefix);
    expect(readFileSync(join(kernelspec, "kernel.json"), "utf8")).toBe(first);
  });

  test("with --type-errors warning writes a kernelspec whose kernel runs what has type errors", async () => {
    const spec = () => JSON.parse(readFileSync(join(kernelspec, "kernel.json"), "utf8"));
    expect(run("install", "--prefix", prefix, "--type-errors", "warning").status).toBe(0);
    const { argv, env } = spec();
    expect(env).toEqual({ LAYERBOOK_TYPE_ERRORS: "warning" });
    // As Jupyter starts it.
    const kernel = await startKernel({ cwd: folder, argv, env: { ...process.env, ...env } });
    const { outputs } = await kernel.execute("const name: string = 5; name");
    expect(outputs).toMatchObject([
      { name: "stderr", text: expect.stringContaining("warning TS2322") },
      { data: { "text/plain": "5" } },
    ]);
    await kernel.shutdown();
    expect(run("install", "--prefix", prefix, "--type-errors", "error").status).toBe(0);
    expect(spec()).not.toHaveProperty("env");
  });

  test("uninstall removes it, and says so when there is none", () => {
    expect(run("uninstall", "--prefix", prefix).status).toBe(0);
    expect(existsSync(kernelspec)).toBe(false);
    expect(run("uninstall", "--prefix", prefix)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("Cannot uninstall the kernel: there is none in"),
    });
  });

  test("uninstall leaves another kernel of this name alone", () => {
    mkdirSync(kernelspec, { recursive: true });
    writeFileSync(join(kernelspec, "kernel.json"), '{ "display_name": "Another" }');
    expect(run("uninstall", "--prefix", prefix).stderr).toContain("holds another kernel");
    expect(existsSync(join(kernelspec, "kernel.json"))).toBe(true);
  });

  test("by default goes to the user's folder", () => {
    expect(run("install").status).toBe(0);
    expect(existsSync(join(folder, "user data", "kernels", "layerbook", "kernel.json"))).toBe(true);
    expect(run("uninstall", "--user").status).toBe(0);
  });

  test("asks the given Python for its prefix", () => {
    const windows = process.platform === "win32";
    // An environment of the test's own: the machine's may hold a kernel that someone uses.
    const environment = join(folder, "environment");
    execFileSync(windows ? "python" : "python3", ["-m", "venv", "--without-pip", environment]);
    const python = join(environment, ...(windows ? ["Scripts", "python.exe"] : ["bin", "python"]));
    const spec = join(environment, "share", "jupyter", "kernels", "layerbook", "kernel.json");
    expect(run("install", "--sys-prefix", "--python", python).status).toBe(0);
    expect(existsSync(spec)).toBe(true);
    expect(run("uninstall", "--sys-prefix", "--python", python).status).toBe(0);
    expect(existsSync(spec)).toBe(false);
  });

  const file = join(folder, "a file");
  writeFileSync(file, "");
  test.each([
    [[], "expected install or uninstall"],
    [["remove"], 'Cannot run "remove"'],
    [["install", "--usr"], "Unknown option '--usr'"],
    [["install", "--user", "--prefix", folder], "Cannot use --user and --prefix together"],
    [["install", "--user", "--python", "python3"], "Cannot use --python with --user"],
    [["install", "--prefix", ""], "Cannot use an empty --prefix"],
    [["install", "--type-errors", "none"], 'Cannot use --type-errors "none": give error or warning.'],
    [
      ["install", "--python", "no-such-python"],
      "Cannot ask no-such-python for its prefix: there is no such program",
    ],
    [["install", "--prefix", file], "a part of this path is a file"],
  ])("%j is refused in one line", (args, message) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
