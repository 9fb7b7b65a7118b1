import { createServer } from "node:net";
import { SetupFailure } from "../setup/failure.mjs";

const usual = 8888;
const tried = 20;

/**
 * @param {number} port
 * @returns {Promise<boolean>} whether a server may listen there
 */
function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * The port to serve on: the one that was asked for, else the first free one from 8888 on.
 * @param {number | undefined} wanted
 * @returns {Promise<number>}
 * @throws {SetupFailure} when the wanted one is taken, or all that were tried
 */
export async function choosePort(wanted) {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return wanted;
    throw new SetupFailure(
      `Port ${wanted} is taken by another program: stop that one, or choose another port with ` +
        `npm start -- --port ${wanted < 65535 ? wanted + 1 : usual}.`,
    );
  }
  for (let port = usual; port < usual + tried; port++) if (await isFree(port)) return port;
  throw new SetupFailure(
    `Ports ${usual} to ${usual + tried - 1} are all taken: choose another with npm start -- --port 9999.`,
  );
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
