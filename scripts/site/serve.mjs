import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { Interrupted, SetupFailure } from "../setup/failure.mjs";
import { throwIfInterrupted } from "../setup/interruption.mjs";
import { isFree, PortTaken } from "../setup/port.mjs";
import { spawnTied } from "../setup/tied.mjs";
import { baseUrlSet, docusaurus, siteEnvironment, website } from "./build.mjs";

/** The longest that a server may take until it answers, in milliseconds: the development server builds first. */
const patience = 120_000;

/** Says when the server listens. */
const announce = pathToFileURL(join(import.meta.dirname, "announce.mjs")).href;

const host = "127.0.0.1";

/**
 * @typedef {object} ServeOptions
 * @property {number} port a free port
 * @property {boolean} [dev] serve the sources, with changes seen at once
 * @property {string} [out] the built site; website/build by default
 * @property {string} [baseUrl] path under which it was built, with both slashes; the environment's by default
 * @property {AbortSignal} [signal] stops the server
 * @property {(group: number) => void} [onStart] is told the process group of the server
 */

/**
 * @typedef {object} SiteServer
 * @property {string} url
 * @property {Promise<number>} ended its exit code
 * @property {() => Promise<number>} stop
 */

/**
 * Serves the site on this machine alone and waits until it answers.
 * @param {ServeOptions} options
 * @returns {Promise<SiteServer>}
 * @throws {PortTaken} when another program has taken the port
 * @throws {SetupFailure} when the server ends, is stopped or does not answer
 */
export async function startSite({
  port,
  dev = false,
  out = join(website, "build"),
  baseUrl = baseUrlSet(),
  signal,
  onStart,
}) {
  await throwIfInterrupted(signal);
  const args = dev ? ["start"] : ["serve", "--dir", out];
  let output = "";
  let listens = false;
  let over = false;
  const { ended, stop } = spawnTied(
    process.execPath,
    ["--import", announce, docusaurus, ...args, "--host", host, "--port", String(port), "--no-open"],
    {
      cwd: website,
      env: { ...process.env, ...siteEnvironment, LAYERBOOK_BASE_URL: baseUrl },
      signal,
      onStart,
      onText(text) {
        output = (output + text).slice(-10_000);
        listens ||= output.includes("The site's server listens.");
        if (dev) process.stdout.write(text);
      },
    },
  );
  ended.then(() => (over = true));

  const url = `http://${host}:${port}${baseUrl}`;
  const deadline = Date.now() + patience;
  // Before it listens, whoever answers is another program.
  while (!(listens && (await answers(url)))) {
    if (signal?.aborted) {
      await ended;
      throw new Interrupted("Stopped.");
    }
    if (over) {
      if (!(await isFree(port))) throw new PortTaken(port, "npm run site");
      const said = output.trim().split("\n").at(-1) ?? "it said nothing";
      throw new SetupFailure(`The site's server ended before it was ready: ${said}`);
    }
    if (Date.now() > deadline) {
      await stop();
      throw new SetupFailure("The site's server did not answer within two minutes: run the command again.");
    }
    await delay(50);
  }
  return { url, ended, stop };
}

/** @param {string} url */
async function answers(url) {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}
