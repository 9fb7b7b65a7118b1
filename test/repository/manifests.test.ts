import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readManifest, root, workspaces } from "./workspace.ts";

const rootManifest = readManifest(root);
const packages = workspaces();
const published = packages.filter(({ manifest }) => !manifest.private);

test("@layerbook/layers has no dependency of any kind", () => {
  const { manifest } = packages.find(({ short }) => short === "layers")!;
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest;
  expect({ ...dependencies, ...peerDependencies, ...optionalDependencies, ...devDependencies }).toEqual({});
  expect(manifest).not.toHaveProperty("bundleDependencies");
});

test.each(packages)("$short has the repository's version", ({ manifest }) => {
  expect(manifest.version).toBe(rootManifest.version);
});

test.each([...packages, { short: "the root", manifest: rootManifest }])(
  "$short asks for exact versions, of its sisters for its own",
  ({ manifest }) => {
    const { dependencies, devDependencies, peerDependencies } = manifest;
    const asked = Object.entries({ ...dependencies, ...devDependencies, ...peerDependencies });
    expect(asked.filter(([, version]) => !/^(npm:\w+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
    const sisters = asked.filter(([name]) => name.startsWith("@layerbook/"));
    expect(sisters.filter(([, version]) => version !== manifest.version)).toEqual([]);
  },
);

describe.each(published)("$short, as it is published", ({ manifest, folder }) => {
  test("is an ES module of Node 20.19 on, under the MIT licence, with its sources", () => {
    expect(manifest).toMatchObject({ type: "module", license: "MIT", engines: { node: ">=20.19" } });
    expect(manifest.files).toEqual(expect.arrayContaining(["dist", "src"]));
  });

  test("is found by those who read exports and by those who do not", () => {
    // Stock tslab resolves as Node 10 did: main and types only. `default` serves its require as well as import.
    const entry = manifest.exports?.["."] as Readonly<Record<string, unknown>>;
    const isRolledUp = "node" in entry;
    expect(isRolledUp ? entry.node : entry).toMatchObject({ types: manifest.types, default: manifest.main });
    // A condition that stands before another wins.
    const conditions = ["layerbook:source", ...(isRolledUp ? ["node"] : []), "types", "default"];
    expect(Object.keys(entry)).toEqual(conditions);
  });

  test("shows its parts to those who do not read exports", () => {
    const parts = Object.keys(manifest.exports ?? {}).filter(
      (part) => part !== "." && part !== "./package.json",
    );
    const typed = manifest.typesVersions?.["*"] ?? {};
    for (const part of parts) {
      const entry = manifest.exports?.[part] as Readonly<Record<string, string>>;
      expect(typed[part.slice(2)]).toEqual([entry.types]);
    }
    expect(Object.keys(typed)).toHaveLength(parts.length);
  });

  test("carries the licence", () => {
    expect(readFileSync(join(folder, "LICENSE"), "utf8")).toBe(readFileSync(join(root, "LICENSE"), "utf8"));
  });

  test("runs nothing when it is installed", () => {
    expect(
      Object.keys(manifest.scripts ?? {}).filter((name) => /^(pre|post)?install$|^prepare$/.test(name)),
    ).toEqual([]);
  });
});
