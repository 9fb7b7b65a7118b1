import { parseArgs } from "node:util";
import { installKernel, uninstallKernel } from "./install.ts";
import type { JupyterTarget } from "./jupyter-folders.ts";

export const usage = `Usage: layerbook-kernel install|uninstall [--user | --sys-prefix | --prefix FOLDER] [--python PYTHON] [--library NAME ...]
         [--type-errors error|warning]

  --user           into the Jupyter folder of this user (the default)
  --sys-prefix     into the environment of a Python: the one of --python, else python3
  --prefix FOLDER  into FOLDER/share/jupyter/kernels
  --python PYTHON  the Python that is asked for its environment; means --sys-prefix
  --library NAME   a package beside the kernel, of which it shall know the types when it starts: its import is quicker
  --type-errors warning
                   cells run in spite of type errors, which are shown as warnings; by default a type error stops its cell`;

/**
 * Runs the command line and returns the line to print.
 * Throws an Error of one line when the arguments are wrong or the installation fails.
 */
export function runCommand(args: readonly string[]): string {
  const { values, positionals } = parse(args);
  if (values.help) return usage;
  const [action, ...extra] = positionals;
  if ((action !== "install" && action !== "uninstall") || extra.length > 0) {
    const given = positionals.length === 0 ? "nothing" : `"${positionals.join(" ")}"`;
    throw new Error(`Cannot run ${given}: expected install or uninstall. See layerbook-kernel --help.`);
  }
  const target = targetOf(values);
  const typeErrors = typeErrorsOf(values);
  if (action === "uninstall") return `Removed ${uninstallKernel(target)}`;
  const { folder, runtime, problem } = installKernel(target, { libraries: values.library ?? [], typeErrors });
  const node = runtime.source === "pinned" ? "its own Node" : "this Node";
  const slower = problem === undefined ? "" : `\nIt starts more slowly than it could. ${problem}`;
  return `Installed the kernel in ${folder}; it runs on ${node}, ${runtime.path}${slower}`;
}

interface Values {
  readonly help?: boolean | undefined;
  readonly user?: boolean | undefined;
  readonly "sys-prefix"?: boolean | undefined;
  readonly prefix?: string | undefined;
  readonly python?: string | undefined;
  readonly library?: string[] | undefined;
  readonly "type-errors"?: string | undefined;
}

function parse(args: readonly string[]): {
  readonly values: Values;
  readonly positionals: readonly string[];
} {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h" },
        user: { type: "boolean" },
        "sys-prefix": { type: "boolean" },
        prefix: { type: "string" },
        python: { type: "string" },
        "type-errors": { type: "string" },
        library: { type: "string", multiple: true },
      },
    });
  } catch (error) {
    const reason = (error as Error).message.split(". ")[0];
    throw new Error(`Cannot read the arguments: ${reason}. See layerbook-kernel --help.`);
  }
}

function typeErrorsOf({ "type-errors": typeErrors = "error" }: Values): "error" | "warning" {
  if (typeErrors === "error" || typeErrors === "warning") return typeErrors;
  throw new Error(`Cannot use --type-errors ${JSON.stringify(typeErrors)}: give error or warning.`);
}

function targetOf({ user, "sys-prefix": sysPrefix, prefix, python }: Values): JupyterTarget {
  const given = [user && "--user", sysPrefix && "--sys-prefix", prefix !== undefined && "--prefix"].filter(
    Boolean,
  );
  if (given.length > 1) throw new Error(`Cannot use ${given.join(" and ")} together: give one of them.`);
  if (python !== undefined && (user || prefix !== undefined)) {
    throw new Error(`Cannot use --python with ${given[0]}: it goes with --sys-prefix.`);
  }
  if (prefix !== undefined) {
    if (prefix === "") throw new Error("Cannot use an empty --prefix: give a folder.");
    return { prefix };
  }
  return sysPrefix || python !== undefined ? { sysPrefix: true, python } : { user: true };
}
