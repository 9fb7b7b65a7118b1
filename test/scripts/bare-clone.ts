import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

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

  /** What Node says and how it ends when it runs one of the commands of scripts/. */
  async run(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    nodeOptions: readonly string[] = [],
  ): Promise<Ended> {
    const { LAYERBOOK_PYTHON: _python, npm_execpath: _npm, ...inherited } = process.env;
    const [command = "", ...rest] = args;
    const script = join(this.folder, "scripts", `${command}.mjs`);
    const child = spawn(process.execPath, [...nodeOptions, script, ...rest], {
      env: { ...inherited, ...environment },
    });
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
