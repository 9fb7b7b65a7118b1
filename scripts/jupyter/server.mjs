import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Interrupted, SetupFailure } from "../setup/failure.mjs";
import { throwIfInterrupted } from "../setup/interruption.mjs";
import { notebooks, root, venvPython } from "../setup/paths.mjs";
import { isFree, PortTaken } from "../setup/port.mjs";
import { spawnTied } from "../setup/tied.mjs";
import { jupyterEnvironment } from "./environment.mjs";

/** The longest that a server may take until it answers, in milliseconds; on a cold disk it takes over 20 s. */
const patience = 120_000;

/**
 * @typedef {object} ServerOptions
 * @property {number} port a free port
 * @property {boolean} [openBrowser]
 * @property {string} [folder] what the server shows; the notebooks by default
 * @property {boolean} [exposeApp] scripts in the page, such as a test's, may ask JupyterLab
 * @property {AbortSignal | undefined} [signal] stops the server
 * @property {(group: number) => void} [onStart] is told the process group of the server
 */

/**
 * @typedef {object} RunningServer
 * @property {string} url JupyterLab, with the token that lets one in
 * @property {string} origin
 * @property {string} token
 * @property {Promise<number>} ended its exit code
 * @property {() => Promise<number>} stop ends it and its kernels
 */

/**
 * The server's options. All that speaks to the network by itself is off: news, checks for updates, extensions.
 * @param {ServerOptions} options
 * @returns {string[]}
 */
function serverArguments({ port, openBrowser = false, folder = notebooks, exposeApp = false }) {
  return [
    ["ServerApp.ip", "127.0.0.1"],
    ["ServerApp.port", port],
    ["ServerApp.port_retries", 0],
    ["ServerApp.root_dir", folder],
    ["ServerApp.open_browser", openBrowser ? "True" : "False"],
    // Ctrl-C stops at once: notebooks are saved by the page, and kernels hold nothing that a new run does not give.
    ["ServerApp.answer_yes", "True"],
    ["ServerApp.log_level", "WARN"],
    ["LabApp.log_level", "WARN"],
    // In a container everything is root's; the server is reached from this machine only, and with its token.
    ["ServerApp.allow_root", process.getuid?.() === 0 ? "True" : "False"],
    ["LabApp.expose_app_in_browser", exposeApp ? "True" : "False"],
    ["LabApp.news_url", "None"],
    ["LabApp.check_for_updates_class", "jupyterlab.NeverCheckForUpdate"],
    ["LabApp.extension_manager", "readonly"],
    // Only the book's kernel is offered: no kernel of the machine, and not the Python that JupyterLab brings.
    ["KernelSpecManager.ensure_native_kernel", "False"],
    ["KernelSpecManager.allowed_kernelspecs", "{'layerbook'}"],
    ["MultiKernelManager.default_kernel_name", "layerbook"],
    // No pings on the way to this machine: they cut a connection whose page was busy for half a minute.
    ["ServerApp.tornado_settings", "{'ws_ping_interval': 0}"],
  ].map(([name, value]) => `--${name}=${value}`);
}

/**
 * Starts JupyterLab from the project's environment and waits until it answers.
 * @param {ServerOptions} options
 * @returns {Promise<RunningServer>}
 * @throws {PortTaken} when another program has taken the port
 * @throws {SetupFailure} when it ends first, is stopped, or does not answer in two minutes
 */
export async function startServer(options) {
  await throwIfInterrupted(options.signal);
  const begun = Date.now();
  const token = randomBytes(24).toString("hex");
  const { ended, stop } = spawnTied(venvPython, ["-m", "jupyterlab", ...serverArguments(options)], {
    cwd: root,
    // The token goes by the environment: arguments can be read by every user of the machine.
    env: { ...jupyterEnvironment(), JUPYTER_TOKEN: token },
    signal: options.signal,
    onStart: options.onStart,
  });
  /** @type {number | undefined} */
  let code;
  ended.then((value) => (code = value));

  const origin = `http://127.0.0.1:${options.port}`;
  const deadline = Date.now() + patience;
  for (;;) {
    const answer = await ask(origin, token, begun);
    if (answer === "ready") return { url: `${origin}/lab?token=${token}`, origin, token, ended, stop };
    if (options.signal?.aborted) {
      await ended;
      throw new Interrupted("Stopped.");
    }
    if (answer === "another" || (code !== undefined && !(await isFree(options.port)))) {
      await stop();
      throw new PortTaken(options.port, "npm start");
    }
    if (code !== undefined) {
      throw new SetupFailure(
        `JupyterLab ended before it was ready (code ${code}). Delete the folder .venv and run npm start again.`,
      );
    }
    if (Date.now() > deadline) {
      await stop();
      throw new SetupFailure("JupyterLab did not answer within two minutes: run npm start again.");
    }
    await delay(40);
  }
}

/**
 * Who answers at the port: this server, none yet, or another program, which refuses the token, was there before, or is
 * no Jupyter and does not tell since when.
 * @param {string} origin
 * @param {string} token
 * @param {number} begun when this server was started
 * @returns {Promise<"ready" | "none" | "another">}
 */
async function ask(origin, token, begun) {
  let answer;
  let text;
  try {
    const headers = { Authorization: `token ${token}` };
    answer = await fetch(`${origin}/api/status`, { headers, signal: AbortSignal.timeout(2000) });
    text = await answer.text();
  } catch {
    return "none";
  }
  try {
    return answer.ok && Date.parse(JSON.parse(text).started) >= begun ? "ready" : "another";
  } catch {
    return "another";
  }
}
