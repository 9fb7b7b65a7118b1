import { join } from "node:path";
import { runPage } from "@layerbook/literate/node";
import { readPage } from "../pages/files.mjs";
import { findPages } from "../pages/find.mjs";
import { root } from "../setup/paths.mjs";

/** The weights of the site's network, one of its static files. */
export const weightsFile = join(root, "website", "static", "weights", "digits.safetensors");

/** The cell of the page whose `file` holds the weights. */
const last = "keep";

/**
 * Runs the cells of the page on digits that train its network: the weights are those that a reader of it makes.
 * @param {Readonly<Record<string, string>>} modules file URL of each package that they import
 * @returns {Promise<Uint8Array>} the page's safetensors file, the same on every machine
 * @throws {Error} when a cell fails or the page has no such cell any more
 */
export async function trainOnPage(modules) {
  const files = findPages().find(({ name }) => name === "digits");
  if (files === undefined) throw new Error("There is no page digits: its network's weights are the site's.");
  const page = readPage(files);
  const until = page.cells.findIndex(({ id }) => id === last);
  const keep = page.cells[until];
  if (keep === undefined) throw new Error(`${page.path}: there is no cell ${last}, which makes the file`);
  const hexadecimal = 'Array.from(file, (byte) => byte.toString(16).padStart(2, "0")).join("")';
  const print = { ...keep, id: "print", source: `console.log(${hexadecimal});` };
  const { outputs, problems } = await runPage(
    { ...page, cells: [...page.cells.slice(0, until + 1), print], programs: [] },
    { modules, timeoutMs: 170_000 },
  );
  if (problems[0]) throw problems[0];
  const [printed] = outputs.print ?? [];
  if (printed?.type !== "stream") throw new Error(`${page.path}: its cells printed no weights`);
  return Uint8Array.from(Buffer.from(printed.text.trim(), "hex"));
}
