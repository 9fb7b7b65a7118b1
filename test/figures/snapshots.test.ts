import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cases } from "./cases.ts";
import { numbers } from "./plotly-figure.ts";

/**
 * What each kind of figure looked like when somebody last looked at it. After a change that is meant, `npx vitest run
 * --project unit test/figures/snapshots.test.ts --update` writes them anew: look at the SVGs that git shows as changed.
 */
const folder = join(import.meta.dirname, "snapshots");
const most = 900 * 1024;
/** Longer arrays are shortened to this many values and a hash of all. */
const longest = 12;

function rounded(value: number): number | string {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : String(value);
}

function shortened(values: readonly unknown[]): unknown {
  if (values.length <= longest) return values;
  const hash = createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, 12);
  return { length: values.length, first: values.slice(0, longest), hash };
}

/** Numbers to four digits, arrays of many numbers or texts cut short, packed numbers read. */
function readable(part: unknown): unknown {
  if (typeof part === "number") return rounded(part);
  if (typeof part !== "object" || part === null) return part;
  if ("bdata" in part) {
    const { shape, values } = numbers(part);
    return {
      dtype: (part as unknown as { dtype: string }).dtype,
      shape: shape.join(),
      values: shortened(values.map(rounded)),
    };
  }
  if (!Array.isArray(part)) {
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, readable(value)]));
  }
  const items = part.map(readable);
  return items.every((item) => typeof item !== "object") ? shortened(items) : items;
}

/** Indented, with what holds nothing but numbers and texts on one line. */
function written(value: unknown): string {
  const leaf = /([[{])\n\s+((?:"(?:[^"\\]|\\.)*"|[^"[\]{}])*?)\s+([\]}])/g;
  const onOneLine = (_: string, open: string, inner: string, close: string): string =>
    `${open}${inner.replace(/,\n\s+/g, ", ")}${close}`;
  return `${JSON.stringify(value, null, 1).replace(leaf, onOneLine)}\n`;
}

test.each(Object.entries(cases))("%s is drawn as it was when it was looked at", async (name, draw) => {
  const { "image/svg+xml": svg, ...rest } = draw();
  await expect(written(readable(rest))).toMatchFileSnapshot(join(folder, `${name}.json`));
  if (svg !== undefined) await expect(`${svg}\n`).toMatchFileSnapshot(join(folder, `${name}.svg`));
});

test("there is no snapshot of a figure that is gone, and all are small", () => {
  const files = readdirSync(folder);
  expect(files.filter((file) => !Object.hasOwn(cases, file.replace(/\.(json|svg)$/, "")))).toEqual([]);
  expect(files.reduce((bytes, file) => bytes + statSync(join(folder, file)).size, 0)).toBeLessThan(most);
  for (const file of files) expect(readFileSync(join(folder, file), "utf8")).not.toMatch(/data:image\/svg/);
});
