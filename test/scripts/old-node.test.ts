import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "acorn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BareClone } from "./bare-clone.ts";

const scripts = resolve(import.meta.dirname, "../../scripts");
const commands = readdirSync(scripts)
  .filter((name) => name.endsWith(".mjs"))
  .map((name) => name.replace(".mjs", ""));

let clone: BareClone;
let asNode: (version: string) => readonly string[];

beforeAll(() => {
  clone = new BareClone();
  // A Node that says it is older than it is.
  asNode = (version) => {
    const versions = `{ value: { ...process.versions, node: "${version}" } }`;
    const name = `node-${version}.cjs`;
    return ["--require", clone.write(name, `Object.defineProperty(process, "versions", ${versions});`)];
  };
});
afterAll(() => clone.remove());

test("every command of package.json that runs a script is one of those below", () => {
  const manifest = JSON.parse(readFileSync(join(scripts, "..", "package.json"), "utf8"));
  const named = Object.values<string>(manifest.scripts).flatMap(
    (line) => /^node scripts\/(.+)\.mjs/.exec(line)?.[1] ?? [],
  );
  expect([...new Set(named)].sort()).toEqual(commands.sort());
});

describe.each(commands)("%s", (command) => {
  test.each(["12.22.12", "18.20.8", "20.18.3"])(
    "tells Node %s in one line that it is too old",
    async (node) => {
      expect(await clone.run([command], {}, asNode(node))).toEqual({
        code: 1,
        stdout: "",
        stderr:
          `Layerbook needs Node 20.19 or newer, this is ${node}: install one from https://nodejs.org, ` +
          "then run the same command again.\n",
      });
    },
  );

  test("holds nothing that Node 12 cannot read, and imports nothing else at first", () => {
    for (const path of [`${command}.mjs`, join("setup", "require-node.mjs")]) {
      // 2020 is the first edition with import(); await outside of functions came in 2022.
      const { body } = parse(readFileSync(join(scripts, path), "utf8"), {
        ecmaVersion: 2020,
        sourceType: "module",
      });
      const imported = body.flatMap((node) => (node.type === "ImportDeclaration" ? [node.source.value] : []));
      expect(imported).toEqual(path.startsWith("setup") ? [] : ["./setup/require-node.mjs"]);
    }
  });
});

test.each(["20.19.0", "22.0.0"])("Node %s is new enough", async (node) => {
  const { code, stdout, stderr } = await clone.run(["start", "--help"], {}, asNode(node));
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("npm start --");
});
