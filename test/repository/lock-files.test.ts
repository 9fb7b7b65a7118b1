import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "./workspace.ts";

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly inBundle?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const security = readFileSync(join(root, "SECURITY.md"), "utf8");

function locked(file: string): [path: string, entry: LockedPackage][] {
  const { packages } = JSON.parse(readFileSync(join(root, file), "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  return Object.entries(packages);
}

const nameOf = (path: string) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

describe.each([
  "package-lock.json",
  "packages/kernel/runtime/package-lock.json",
  "test/deno/package-lock.json",
])("%s", (file) => {
  const entries = locked(file);
  const installed = entries.filter(([path, { link }]) => path.includes("node_modules/") && !link);

  test("has packages, each with the hash of its content", () => {
    expect(installed.length).toBeGreaterThan(0);
    const without = installed.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ""));
    expect(without.map(([path]) => path)).toEqual([]);
  });

  test("takes packages from the registry only", () => {
    const elsewhere = installed.filter(
      ([, { resolved }]) => resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/"),
    );
    expect(elsewhere.map(([path]) => path)).toEqual([]);
  });

  test("holds the builds for the other platforms too, without which npm ci refuses it there", () => {
    const paths = new Set(entries.map(([path]) => path));
    const missing = entries.flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {})
        .filter((name) => !placesFor(path, name).some((place) => paths.has(place)))
        .map((name) => `${name}, which ${path} asks for`),
    );
    expect(missing).toEqual([]);
  });

  test("has an install script only where SECURITY.md says why it need not run", () => {
    const named = installed
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => nameOf(path));
    const unexplained = [...new Set(named)].filter((name) => !security.includes(`| \`${name}\` |`));
    expect(unexplained).toEqual([]);
  });
});

test("SECURITY.md explains no install script that is gone", () => {
  const scripts = locked("package-lock.json").filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = new Set(scripts.map(([path]) => nameOf(path)));
  const table = security.split("## Install scripts")[1]?.split("\n## ")[0] ?? "";
  const explained = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name!);
  expect(explained.length).toBeGreaterThan(0);
  expect(explained.filter((name) => !names.has(name))).toEqual([]);
});

/** Where Node would look for a dependency of the package at a path, from near to far. */
function placesFor(path: string, name: string): string[] {
  const places = [`${path === "" ? "" : `${path}/`}node_modules/${name}`];
  for (
    let end = path.lastIndexOf("/node_modules/");
    end >= 0;
    end = path.lastIndexOf("/node_modules/", end - 1)
  ) {
    places.push(`${path.slice(0, end)}/node_modules/${name}`);
  }
  return [...places, `node_modules/${name}`];
}

describe("requirements.txt", () => {
  const text = readFileSync(join(root, "requirements.txt"), "utf8");
  const entries = text
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => /^[a-z]/i.test(line));

  test("has one exact version and hashes for each package", () => {
    expect(entries.length).toBeGreaterThan(50);
    expect(entries.filter((line) => !/^[\w.-]+==[\w.]+ .*--hash=sha256:[0-9a-f]{64}/.test(line))).toEqual([]);
  });

  test("has what requirements.in asks for", () => {
    const asked = readFileSync(join(root, "requirements.in"), "utf8").match(/^[a-z][\w-]*/gm) ?? [];
    const names = entries.map((line) => line.split("==")[0]);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((name) => !names.includes(name))).toEqual([]);
  });
});
