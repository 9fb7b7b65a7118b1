import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The Jupyter that a kernel is installed into: the user's, the one of a Python, or the one under a prefix. */
export type JupyterTarget =
  | { readonly user: true }
  | { readonly sysPrefix: true; readonly python?: string | undefined }
  | { readonly prefix: string };

/**
 * The folder `kernels` of a Jupyter, as its own path rules give it.
 * Throws an Error when the Python that is asked for its prefix cannot be run.
 */
export function kernelsFolder(target: JupyterTarget): string {
  if ("user" in target) return join(userDataFolder(), "kernels");
  const prefix = "prefix" in target ? resolve(target.prefix) : pythonPrefix(target.python);
  return join(prefix, "share", "jupyter", "kernels");
}

function userDataFolder(): string {
  const { JUPYTER_DATA_DIR, APPDATA, XDG_DATA_HOME } = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(APPDATA ?? join(homedir(), "AppData", "Roaming"), "jupyter");
  return join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "jupyter");
}

function pythonPrefix(python = process.platform === "win32" ? "python" : "python3"): string {
  try {
    const prefix = execFileSync(python, ["-c", "import sys; print(sys.prefix)"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
    if (prefix !== "") return prefix;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such program" : "it failed";
    throw new Error(
      `Cannot ask ${python} for its prefix: ${reason}. Give the Python of your Jupyter with --python, or use --user or --prefix.`,
    );
  }
  throw new Error(`Cannot ask ${python} for its prefix: it printed none. Give --prefix instead.`);
}
