import { parseArgs } from "node:util";
import { setup } from "../setup/all.mjs";
import { SetupFailure } from "../setup/failure.mjs";
import { root, setupCache } from "../setup/paths.mjs";
import { withPort } from "../setup/port.mjs";
import { runSteps } from "../setup/steps.mjs";
import { startServer } from "./server.mjs";

const usage = `npm start -- [options]
  --no-browser   print the address and open no browser
  --port N       serve on port N (else the first free one from 8888 on)`;

/**
 * @param {readonly string[]} args
 * @returns {{ openBrowser: boolean, port: number | undefined, help: boolean }}
 * @throws {SetupFailure} for an unknown option or a port that is none
 */
function parseOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        "no-browser": { type: "boolean", default: false },
        port: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    }));
  } catch (error) {
    const [reason] = /** @type {Error} */ (error).message.split(/[.\n]/);
    throw new SetupFailure(`${reason}: npm start takes --no-browser and --port N, after two dashes.`);
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65535)) {
    throw new SetupFailure(`--port ${values.port} is no port: give a whole number from 1 to 65535.`);
  }
  return { openBrowser: !values["no-browser"], port, help: values.help };
}

/**
 * Sets up what is missing, starts JupyterLab and stays until it ends.
 * @param {readonly string[]} args the command line's
 * @param {AbortSignal} signal stops it
 * @returns {Promise<number>} the exit code
 */
export async function start(args, signal) {
  const { openBrowser, port: wanted, help } = parseOptions(args);
  if (help) {
    console.log(usage);
    return 0;
  }
  const choice = { command: "npm start", usual: 8888, wanted };
  // Before the set-up, so that no one waits for minutes to hear that the port is taken.
  await withPort(choice, async () => undefined, signal);
  await runSteps(setup, { cache: setupCache, root, signal });

  const serve = async (/** @type {number} */ port, /** @type {(group: number) => void} */ onStart) => {
    const server = await startServer({ port, openBrowser, signal, onStart });
    console.log(`\nJupyterLab is ready:\n\n    ${server.url}\n\nCtrl-C stops it.`);
    return server.ended;
  };
  const code = await withPort(choice, serve, signal);
  return signal.aborted ? 0 : code;
}
