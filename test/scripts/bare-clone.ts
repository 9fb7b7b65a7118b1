import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Step } from "../../scripts/setup/stamps.mjs";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the repository that holds the scripts and nothing else, to run them in as processes of their own. */
export class BareClone {
  readonly folder: string = realpathSync(mkdtempSync(join(tmpdir(), "layerbook-clone-")));

  constructor() {
    cpSync(resolve(import.meta.dirname, "../../scripts"), join(this.folder, "scripts"), { recursive: true });
    for (const name of ["packages/kernel/runtime", "website"]) {
      mkdirSync(join(this.folder, name), { recursive: true });
    }
    for (const manifest of ["package.json", "package-lock.json"]) this.write(manifest, "{}");
  }

  /** Writes a file, with the folders above it. */
  write(name: string, content: string): string {
    const path = join(this.folder, name);
    mkdirSync(resolve(path, ".."), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Leaves the stamps of steps of the set-up, as if they were done. */
  async pretend(steps: readonly Step[]): Promise<void> {
    const { Stamps } = await this.load<typeof import("../../scripts/setup/stamps.mjs")>("setup/stamps.mjs");
    const stamps = new Stamps(join(this.folder, ".cache", "setup"), this.folder);
    for (const step of steps) {
      for (const path of step.outputs()) if (!existsSync(path)) this.write(relative(this.folder, path), "");
      stamps.begin(step)();
    }
  }

  /** One of the clone's own modules, below scripts/. */
  load<Module>(name: string): Promise<Module> {
    return import(pathToFileURL(join(this.folder, "scripts", name)).href);
  }

  /** Runs one of the commands of scripts/ as a process of its own. */
  spawn(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    nodeOptions: readonly string[] = [],
  ): ChildProcessWithoutNullStreams {
    const { LAYERBOOK_PYTHON: _python, npm_execpath: _npm, ...inherited } = process.env;
    const [command = "", ...rest] = args;
    const script = join(this.folder, "scripts", `${command}.mjs`);
    const env = { ...inherited, ...environment };
    return spawn(process.execPath, [...nodeOptions, script, ...rest], { env });
  }

  /** What such a process says and how it ends. */
  async run(...command: Parameters<BareClone["spawn"]>): Promise<Ended> {
    const child = this.spawn(...command);
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text) => (said.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (said.stderr += text));
    const [code] = await once(child, "close");
    return { code, ...said };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
