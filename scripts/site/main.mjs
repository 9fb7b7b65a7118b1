import { parseArgs } from "node:util";
import { build } from "../setup/build.mjs";
import { dependencies } from "../setup/dependencies.mjs";
import { SetupFailure } from "../setup/failure.mjs";
import { root, setupCache } from "../setup/paths.mjs";
import { withPort } from "../setup/port.mjs";
import { runSteps } from "../setup/steps.mjs";
import { siteBuild, siteParts } from "./build.mjs";
import { startSite } from "./serve.mjs";

const usage = `npm run site -- [options]
  --dev      serve the sources: a page that is saved is seen at once
  --port N   serve on port N (else the first free one from 3000 on)`;

/**
 * @param {readonly string[]} args
 * @returns {{ dev: boolean, port: number | undefined, help: boolean }}
 * @throws {SetupFailure} for an unknown option or a port that is none
 */
function parseOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        dev: { type: "boolean", default: false },
        port: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    }));
  } catch (error) {
    const [reason] = /** @type {Error} */ (error).message.split(/[.\n]/);
    throw new SetupFailure(`${reason}: npm run site takes --dev and --port N, after two dashes.`);
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65535)) {
    throw new SetupFailure(`--port ${values.port} is no port: give a whole number from 1 to 65535.`);
  }
  return { dev: values.dev, port, help: values.help };
}

/**
 * Sets up and builds what is missing, serves the site and stays until it is stopped.
 * @param {readonly string[]} args the command line's
 * @param {AbortSignal} signal stops it
 * @returns {Promise<number>} the exit code
 */
export async function site(args, signal) {
  const { dev, port: wanted, help } = parseOptions(args);
  if (help) {
    console.log(usage);
    return 0;
  }
  const choice = { command: "npm run site", usual: 3000, wanted };
  // Before the set-up, so that no one waits for minutes to hear that the port is taken.
  await withPort(choice, async () => undefined, signal);
  const steps = dev ? [dependencies, build, siteParts] : [dependencies, build, siteBuild()];
  await runSteps(steps, { cache: setupCache, root, signal });

  const serve = async (/** @type {number} */ port, /** @type {(group: number) => void} */ onStart) => {
    const server = await startSite({ port, dev, signal, onStart });
    console.log(`\nThe site is ready:\n\n    ${server.url}\n\nCtrl-C stops it.`);
    return server.ended;
  };
  const code = await withPort(choice, serve, signal);
  return signal.aborted ? 0 : code;
}
