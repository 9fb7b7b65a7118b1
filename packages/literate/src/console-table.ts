import { inspect } from "node-inspect-extracted";

type Row = ReadonlyMap<string, string>;

/** The lines that Node's `console.table` writes for an object or an array. */
export function tableText(data: object, properties?: readonly string[]): string {
  if (data instanceof Map) {
    const rows = [...data].map(
      ([key, value]) =>
        new Map([
          ["Key", cell(key)],
          ["Values", cell(value)],
        ]),
    );
    return render(
      "(iteration index)",
      rows.map((row, index) => [String(index), row]),
    );
  }
  if (data instanceof Set) {
    const rows = [...data].map((value) => new Map([["Values", cell(value)]]));
    return render(
      "(iteration index)",
      rows.map((row, index) => [String(index), row]),
    );
  }
  return render(
    "(index)",
    Object.entries(data).map(([key, value]) => [key, rowOf(value, properties)]),
  );
}

function rowOf(value: unknown, properties: readonly string[] | undefined): Row {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) {
    return new Map([["Values", cell(value)]]);
  }
  const names = properties ?? Object.keys(value);
  return new Map(
    names.map((name) => [name, name in value ? cell((value as Record<string, unknown>)[name]) : ""]),
  );
}

function cell(value: unknown): string {
  const large =
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 2;
  return inspect(value, { depth: large ? -1 : 0, maxArrayLength: 3, breakLength: Number.POSITIVE_INFINITY });
}

function render(indexTitle: string, rows: readonly (readonly [index: string, row: Row])[]): string {
  const names = new Set(rows.flatMap(([, row]) => [...row.keys()]));
  // The values of rows that are no objects stand last.
  if (names.delete("Values")) names.add("Values");
  const columns = [
    [indexTitle, ...rows.map(([index]) => index)],
    ...[...names].map((name) => [name, ...rows.map(([, row]) => row.get(name) ?? "")]),
  ];
  const widths = columns.map((column) => Math.max(...column.map((text) => text.length)));
  const rule = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => "─".repeat(width + 2)).join(middle) + right;
  const lines = [indexTitle, ...rows].map(
    (_row, line) =>
      `│${columns.map((column, index) => ` ${column[line]!.padEnd(widths[index]!)} `).join("│")}│`,
  );
  return [rule("┌", "┬", "┐"), lines[0], rule("├", "┼", "┤"), ...lines.slice(1), rule("└", "┴", "┘")].join(
    "\n",
  );
}
