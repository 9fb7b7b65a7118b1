import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { importsIn, importsOf, packageOf } from "./imports.ts";
import { filesBelow, type Package, shown, workspaces } from "./workspace.ts";

/** Who may know whom. Everything else stands alone. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  layers: [],
  data: ["layers"],
  figures: ["layers"],
  kernel: [],
  literate: [],
  onnx: ["layers"],
  website: ["layers", "data", "figures", "literate"],
};

const packages = workspaces();

function sourcesOf({ folder, short }: Package): string[] {
  const files = filesBelow(short === "website" ? folder : join(folder, "src"));
  return files.filter((path) => /\.(ts|tsx|mts|cts|mjs|cjs)$/.test(path));
}

function withPackages(owner: Package): { file: string; name: string }[] {
  return sourcesOf(owner).flatMap((file) =>
    importsOf(file).flatMap((specifier) => {
      const name = packageOf(specifier);
      return name === undefined || specifier.startsWith("@site/") ? [] : [{ file: shown(file), name }];
    }),
  );
}

const ours = (name: string) => name.startsWith("@layerbook/");

test("every workspace has its arrows written down", () => {
  expect(packages.map(({ short }) => short).filter((short) => !(short in arrows))).toEqual([]);
});

test("the reader of imports sees every form of them", () => {
  const forms = `import "a"; import { b } from "b"; import type { C } from "@c/c/part"; export * from "d";
    const e = await import("e"); type F = import("f").F; // import "not-this"
    const text = 'import "nor-this"';`;
  expect(importsIn(forms).map(packageOf)).toEqual(["a", "b", "@c/c", "d", "e", "f"]);
  expect(["./x.ts", "node:fs", "fs", "/x"].map(packageOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

describe.each(packages)("$short", (owner) => {
  const allowed = (arrows[owner.short] ?? []).map((short) => `@layerbook/${short}`);

  test("has sources", () => {
    expect(sourcesOf(owner).length).toBeGreaterThan(0);
  });

  test("imports only the packages that an arrow points to", () => {
    const wrong = withPackages(owner).filter(({ name }) => ours(name) && !allowed.includes(name));
    expect(wrong).toEqual([]);
  });

  test("depends only on the packages that an arrow points to", () => {
    const { dependencies, devDependencies, peerDependencies, optionalDependencies } = owner.manifest;
    const named = Object.keys({
      ...dependencies,
      ...devDependencies,
      ...peerDependencies,
      ...optionalDependencies,
    });
    expect(named.filter((name) => ours(name) && !allowed.includes(name))).toEqual([]);
  });

  test("reaches into no other package by a relative path", () => {
    const wrong = sourcesOf(owner).flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith("."))
        .filter((specifier) => relative(owner.folder, resolve(dirname(file), specifier)).startsWith(".."))
        .map((specifier) => `${shown(file)} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe.each(packages.filter(({ short }) => short !== "website"))("$short, as it is published", (owner) => {
  test("names every package that its sources import among its dependencies", () => {
    const declared = Object.keys({ ...owner.manifest.dependencies, ...owner.manifest.peerDependencies });
    const missing = withPackages(owner).filter(
      ({ name }) => !declared.includes(name) && !declared.includes(`@types/${name}`),
    );
    expect(missing).toEqual([]);
  });

  test("does not load plotly.js", () => {
    expect(withPackages(owner).filter(({ name }) => /^plotly/.test(name))).toEqual([]);
  });
});
