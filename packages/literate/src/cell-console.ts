import { formatWithOptions, inspect } from "node-inspect-extracted";
import { tableText } from "./console-table.ts";

type Write = (name: "stdout" | "stderr", text: string) => void;

/** The methods of `console`, writing text as Node writes it to a pipe. */
export type CellConsole = Record<string, (...values: unknown[]) => void>;

/** A `console` for cells. Labels of `count` and `time` and the depth of `group` last as long as it does. */
export function createConsole(write: Write): CellConsole {
  let indent = "";
  const counts = new Map<string, number>();
  const starts = new Map<string, number>();

  const print = (stream: "stdout" | "stderr", values: readonly unknown[]): void => {
    const text = formatWithOptions({ colors: false }, ...values);
    write(stream, `${indent}${indent ? text.replaceAll("\n", `\n${indent}`) : text}\n`);
  };
  const log = (...values: unknown[]): void => print("stdout", values);
  const warn = (...values: unknown[]): void => print("stderr", values);
  const elapsed = (label: string): string =>
    `${label}: ${(performance.now() - starts.get(label)!).toFixed(3)}ms`;
  const timed = (label: string, report: () => void): void => {
    if (starts.has(label)) report();
    else warn(`Warning: No such label '${label}' for console.time()`);
  };
  const group = (...values: unknown[]): void => {
    if (values.length > 0) log(...values);
    indent += "  ";
  };

  return {
    log,
    info: log,
    debug: log,
    warn,
    error: warn,
    trace: (...values) => warn(`Trace${values.length > 0 ? ": " : ""}${formatWithOptions({}, ...values)}`),
    dir: (value, options) =>
      log(inspect(value, { customInspect: false, ...(options as object | undefined) })),
    dirxml: log,
    table: (data, properties) => {
      if (typeof data !== "object" || data === null) log(data);
      else log(tableText(data, properties as string[] | undefined));
    },
    assert: (condition, ...values) => {
      if (condition) return;
      const [first, ...rest] = values;
      warn(`Assertion failed${values.length > 0 ? `: ${first}` : ""}`, ...rest);
    },
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indent = indent.slice(2);
    },
    count: (label = "default") => {
      const count = (counts.get(`${label}`) ?? 0) + 1;
      counts.set(`${label}`, count);
      log(`${label}: ${count}`);
    },
    countReset: (label = "default") => {
      counts.delete(`${label}`);
    },
    time: (label = "default") => {
      starts.set(`${label}`, performance.now());
    },
    timeLog: (label = "default", ...values) => timed(`${label}`, () => log(elapsed(`${label}`), ...values)),
    timeEnd: (label = "default") =>
      timed(`${label}`, () => {
        log(elapsed(`${label}`));
        starts.delete(`${label}`);
      }),
    clear: () => {},
  };
}
