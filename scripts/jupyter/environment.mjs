import { delimiter, dirname, join } from "node:path";
import { jupyterHome, venv, venvPython } from "../setup/paths.mjs";

/** Variables with which a person's own Jupyter and Python would reach into the project's. */
const foreign = /^(JUPYTER(LAB)?_|IPYTHONDIR$|PYTHON(HOME|PATH|STARTUP)$|VIRTUAL_ENV$|JPY_)/i;

/**
 * The environment in which the project's Jupyter runs: its own settings, kernels and signatures, whatever the person
 * has installed or configured elsewhere.
 * @param {NodeJS.ProcessEnv} [from]
 * @returns {NodeJS.ProcessEnv}
 */
export function jupyterEnvironment(from = process.env) {
  const kept = Object.fromEntries(Object.entries(from).filter(([name]) => !foreign.test(name)));
  // Windows spells it Path.
  const path = Object.keys(kept).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  return {
    ...kept,
    [path]: [dirname(venvPython), kept[path]].filter(Boolean).join(delimiter),
    VIRTUAL_ENV: venv,
    PYTHONNOUSERSITE: "1",
    JUPYTER_CONFIG_DIR: join(jupyterHome, "config"),
    JUPYTER_DATA_DIR: join(jupyterHome, "data"),
    JUPYTER_RUNTIME_DIR: join(jupyterHome, "runtime"),
    JUPYTER_PREFER_ENV_PATH: "1",
    IPYTHONDIR: join(jupyterHome, "ipython"),
  };
}
