import { createServer } from "node:net";
import { SetupFailure } from "./failure.mjs";

const tried = 20;

/**
 * Which port a command serves on.
 * @typedef {object} PortChoice
 * @property {string} command what the person typed: "npm start"
 * @property {number} usual the first port that is tried
 * @property {number | undefined} wanted the port that the person asked for
 */

/** Another program has the port. */
export class PortTaken extends SetupFailure {
  /**
   * @param {number} port
   * @param {string} command
   */
  constructor(port, command) {
    const other = port < 65535 ? port + 1 : 8888;
    super(
      `Port ${port} is taken by another program: stop that one, or choose another port with ` +
        `${command} -- --port ${other}.`,
    );
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>} whether a server may listen there
 */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * The port to serve on: the one that was asked for, else the first free one from the usual one on.
 * @param {PortChoice} choice
 * @param {number} [from] the first that is tried
 * @returns {Promise<number>}
 * @throws {SetupFailure} when the wanted one is taken, or all that were tried
 */
export async function choosePort({ command, usual, wanted }, from = usual) {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return wanted;
    throw new PortTaken(wanted, command);
  }
  const last = usual + tried - 1;
  for (let port = from; port <= last; port++) if (await isFree(port)) return port;
  throw new SetupFailure(
    `Ports ${usual} to ${last} are all taken: choose another with ${command} -- --port ${usual + 1111}.`,
  );
}

/**
 * Starts a server on the chosen port. Another program may take it in the meantime; then it goes on with the next, unless
 * the person asked for that one.
 * @template Server
 * @param {PortChoice} choice
 * @param {(port: number) => Promise<Server>} start throws PortTaken when another program has it
 * @returns {Promise<Server>}
 */
export async function serveOnPort(choice, start) {
  for (let from = choice.usual; ; ) {
    const port = await choosePort(choice, from);
    try {
      return await start(port);
    } catch (error) {
      if (!(error instanceof PortTaken) || choice.wanted !== undefined) throw error;
      from = port + 1;
    }
  }
}

/** Any port that is free. */
export function freePort() {
  return new Promise((/** @type {(port: number) => void} */ resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen({ port: 0, host: "127.0.0.1" }, () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => resolve(port));
    });
  });
}
