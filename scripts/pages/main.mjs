import { parseArgs } from "node:util";
import { build } from "../setup/build.mjs";
import { dependencies } from "../setup/dependencies.mjs";
import { Interrupted, SetupFailure } from "../setup/failure.mjs";
import { root, setupCache } from "../setup/paths.mjs";
import { runtime } from "../setup/runtime.mjs";
import { runSteps } from "../setup/steps.mjs";
import { findPages } from "./find.mjs";

const usage = `npm run pages -- [options] [page ...]
  page       the pages to run, by name, as in convolution (else all)
  --check    write nothing; say where a run differs from what is checked in
  --force    write over a notebook that was edited by hand`;

/**
 * @param {readonly string[]} args
 * @returns {{ names: string[], check: boolean, force: boolean, help: boolean }}
 * @throws {SetupFailure} for an unknown option
 */
function parseOptions(args) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        check: { type: "boolean", default: false },
        force: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    return { ...values, names: positionals };
  } catch (error) {
    const [reason] = /** @type {Error} */ (error).message.split(/[.\n]/);
    throw new SetupFailure(
      `${reason}: npm run pages takes --check, --force and names of pages, after two dashes.`,
    );
  }
}

/**
 * Runs pages in the kernel and writes or checks their outputs and notebooks.
 * @param {readonly string[]} args the command line's
 * @param {AbortSignal} signal stops it
 * @returns {Promise<number>} the exit code
 */
export async function pages(args, signal) {
  const { names, help, ...options } = parseOptions(args);
  if (help) {
    console.log(usage);
    return 0;
  }
  const all = findPages();
  const unknown = names.find((name) => !all.some((page) => page.name === name));
  if (unknown !== undefined) {
    const known = all.map(({ name }) => name).join(", ") || "none";
    throw new SetupFailure(`There is no page ${unknown}: the pages with cells are ${known}.`);
  }
  const chosen = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  await runSteps([dependencies, build, runtime], { cache: setupCache, root, signal });
  // Only now: it imports the packages that were just built.
  const { runPages } = await import("./run.mjs");
  const failed = await runPages(chosen, { ...options, all, signal });
  if (signal.aborted) throw new Interrupted("Stopped.");
  return failed === 0 ? 0 : 1;
}
