import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";

const run = promisify(execFile);
const root = resolve(import.meta.dirname, "../..");
const names = ["layers", "data", "figures", "literate", "kernel"] as const;

/** What `npm pack` put into a tarball. */
export interface Tarball {
  readonly name: string;
  readonly files: readonly string[];
  readonly unpackedSize: number;
}

declare module "vitest" {
  interface ProvidedContext {
    /** A project that holds nothing but the tarballs of the packages, installed. */
    readonly project: string;
    readonly tarballs: readonly Tarball[];
  }
}

/** npm without a shell, on Windows too. */
function npm(args: readonly string[], cwd: string): Promise<{ stdout: string }> {
  const script = process.env.npm_execpath;
  const options = { cwd, maxBuffer: 2 ** 26 };
  if (script && basename(script) === "npm-cli.js") return run(process.execPath, [script, ...args], options);
  return process.platform === "win32"
    ? run("cmd.exe", ["/d", "/s", "/c", "npm", ...args], options)
    : run("npm", [...args], options);
}

let folder: string;

/** Builds and packs the packages and installs the tarballs in an empty project, once for all the tests here. */
export async function setup(vitest: TestProject): Promise<void> {
  await run(process.execPath, [join(root, "scripts", "build.mjs")], { cwd: root });

  folder = await mkdtemp(join(tmpdir(), "layerbook-packages-"));
  const project = join(folder, "project");
  await mkdir(project);
  const workspaces = names.flatMap((name) => ["--workspace", join("packages", name)]);
  const { stdout } = await npm(["pack", "--json", "--pack-destination", folder, ...workspaces], root);
  const packed = JSON.parse(stdout) as readonly Packed[];

  await writeFile(
    join(project, "package.json"),
    JSON.stringify({ name: "project", private: true, type: "module" }),
  );
  const tarballs = packed.map(({ filename }) => join(folder, filename));
  await npm(
    ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", ...tarballs],
    project,
  );
  if (!existsSync(join(project, "node_modules", "@layerbook", "layers", "dist")))
    throw new Error("Nothing was installed");

  vitest.provide("project", project);
  vitest.provide(
    "tarballs",
    packed.map(({ name, files, unpackedSize }) => ({
      name,
      files: files.map(({ path }) => path),
      unpackedSize,
    })),
  );
}

export async function teardown(): Promise<void> {
  await rm(folder, { recursive: true });
}

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}
