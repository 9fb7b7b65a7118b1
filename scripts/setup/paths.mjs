import { join, resolve } from "node:path";

/** The repository's folder. */
export const root = resolve(import.meta.dirname, "../..");

/** Where the notebooks lie, JupyterLab's root. */
export const notebooks = join(root, "notebooks");

/** The project's own Python environment. */
export const venv = join(root, ".venv");

/** The environment's interpreter. */
export const venvPython =
  process.platform === "win32" ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");

/** Stamps and logs of the set-up: safe to delete, the next start makes them again. */
export const setupCache = join(root, ".cache", "setup");

/** Who serves on which port: locks of the commands that run. */
export const serversCache = join(root, ".cache", "servers");

/** JupyterLab's settings, workspaces and notebook signatures, apart from those of the user's own Jupyter. */
export const jupyterHome = join(root, ".cache", "jupyter");
