// Runs the programs of this process's folder, one after the other, and writes what is wrong into problems.json.
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const problems = [];

/** Numbers agree to the last digit that is written, whole ones to four digits behind the point; of a tensor its numbers count. */
function agrees(actual, expected) {
  if (typeof expected === "number" && typeof actual === "number") {
    const decimals = String(expected).split(".")[1]?.length ?? 4;
    return Math.abs(actual - expected) <= 0.5 * 10 ** -decimals + 1e-6;
  }
  if (!Array.isArray(expected)) return actual === expected;
  return (
    Array.isArray(actual) &&
    actual.length === expected.length &&
    expected.every((value, i) => agrees(actual[i], value))
  );
}

globalThis.check = (value, expected, place) => {
  const actual = typeof value?.toArray === "function" ? value.toArray() : value;
  if (!agrees(actual, JSON.parse(expected)))
    problems.push(`${place} gives ${JSON.stringify(actual)}, not ${expected}`);
};

for (const file of readdirSync(".").filter((name) => name.endsWith(".mjs"))) {
  try {
    await import(pathToFileURL(join(process.cwd(), file)).href);
  } catch (error) {
    problems.push(`${file}: ${error.stack}`);
  }
}
writeFileSync("problems.json", JSON.stringify(problems));
