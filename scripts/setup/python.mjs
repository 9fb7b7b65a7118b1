import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./command.mjs";
import { SetupFailure } from "./failure.mjs";
import { findPython } from "./interpreter.mjs";
import { root, venv, venvPython } from "./paths.mjs";

/** @import { Step } from "./stamps.mjs" */

const requirements = join(root, "requirements.txt");

/** JupyterLab without the question whether it may fetch news. */
const pageConfig = JSON.stringify({
  disabledExtensions: { "@jupyterlab/apputils-extension:announcements": true },
});

/**
 * pip's own environment variables stay (mirrors, proxies, certificates), those that would lead an install out of
 * the project's environment do not.
 * @returns {NodeJS.ProcessEnv}
 */
function pipEnvironment() {
  const outside =
    /^(PIP_(USER|TARGET|PREFIX|ROOT|REQUIRE_VIRTUALENV|NO_BINARY|CONSTRAINT)|PYTHON(HOME|PATH|STARTUP))$/i;
  const kept = Object.entries(process.env).filter(([name]) => !outside.test(name));
  return { ...Object.fromEntries(kept), PYTHONNOUSERSITE: "1", PIP_DISABLE_PIP_VERSION_CHECK: "1" };
}

/** @type {Step} */
export const python = {
  name: "python",
  title: "JupyterLab and plotly, in .venv",
  files: () => [requirements],
  // The environment holds absolute paths: a folder that was moved needs a new one.
  values: () => [root, pageConfig],
  outputs: () => [venvPython],
  async check() {
    findPython();
  },
  async run(work) {
    const { command, version } = findPython();
    const [name, ...args] = command;
    const env = pipEnvironment();
    await runCommand(name, [...args, "-m", "venv", "--clear", venv], {
      ...work,
      env,
      action: `Cannot make the Python environment ${venv}`,
    }).catch((error) => {
      if (!/ensurepip/.test(String(error))) throw error;
      const [major, minor] = version.split(".");
      throw new SetupFailure(
        `Python ${version} has no complete venv module: install it (Debian and Ubuntu: ` +
          `apt install python${major}.${minor}-venv), then run the same command again.`,
      );
    });
    // JupyterLab brings scripts for Node. Without this they would count as this repository's, which are ES modules.
    writeFileSync(join(venv, "package.json"), '{ "type": "commonjs" }\n');
    // --no-deps: the file is the whole list, also in what it leaves out (see requirements.in).
    const pinned = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", requirements];
    await runCommand(venvPython, ["-m", "pip", "install", "--no-input", "--no-user", ...pinned], {
      ...work,
      env,
      action: "Cannot install JupyterLab",
    });
    const settings = join(venv, "etc", "jupyter", "labconfig");
    mkdirSync(settings, { recursive: true });
    writeFileSync(join(settings, "page_config.json"), pageConfig);
  },
};
