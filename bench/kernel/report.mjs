import { readFileSync, writeFileSync } from "node:fs";
import { spread } from "../spread.mjs";

/** @typedef {Record<string, number>} Times measure to milliseconds */

/**
 * Writes the medians as JSON and prints them as a table.
 * @param {string} results what measure.py has written
 * @param {string} target the JSON file to write
 * @param {object} machine where and when it was measured
 */
export function report(results, target, machine) {
  /** @type {{ rounds: number, peers: { name: string, version: string, node: string, unanswered: number }[], times: Record<string, Times[]> }} */
  const { rounds, peers, times } = JSON.parse(readFileSync(results, "utf8"));
  const measures = Object.keys(Object.values(times)[0]?.[0] ?? {});
  const rows = measures.flatMap((measure) =>
    peers.map(({ name }) => ({
      measure,
      peer: name,
      ...spread((times[name] ?? []).map((time) => time[measure] ?? Number.NaN)),
    })),
  );
  writeFileSync(target, `${JSON.stringify({ ...machine, rounds, unit: "ms", peers, rows }, null, 2)}\n`);

  const cell = (/** @type {string} */ measure, /** @type {string} */ name) => {
    const row = rows.find((each) => each.measure === measure && each.peer === name);
    return row ? `${row.median} (${row.lowest} to ${row.highest})` : "";
  };
  const table = [
    ["ms, median (range)", ...peers.map(({ name, version }) => `${name} ${version}`)],
    ...measures.map((measure) => [measure, ...peers.map(({ name }) => cell(measure, name))]),
  ];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table)
    console.log(
      row
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  for (const { name, unanswered } of peers) {
    if (unanswered > 0) console.log(`${name} gave no answer ${unanswered} times and was started again.`);
  }
}
