import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorsOf, proseOf } from "./headings.ts";
import { filesBelow, readManifest, root, shown } from "./workspace.ts";

const documents = filesBelow(root).filter((path) => path.endsWith(".md") && !/[\\/]test[\\/]/.test(path));
const scripts = Object.keys(readManifest(root).scripts ?? {});

test.each(["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "CITATION.cff", "LICENSE"])(
  "%s is there",
  (name) => expect(existsSync(join(root, name))).toBe(true),
);

describe.each(documents.map((path) => ({ path, name: shown(path) })))("$name", ({ path }) => {
  const text = readFileSync(path, "utf8");

  test("names only npm commands that exist", () => {
    const named = [...text.matchAll(/\bnpm (?:run )?(start|test|[a-z]+(?::[a-z]+)+|(?<=run )[a-z-]+)/g)].map(
      ([, name]) => name!,
    );
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  test("names only folders and files of the repository that exist", () => {
    const prose = proseOf(text);
    const names = [
      ...prose.matchAll(/`((?:packages|website|test|scripts|notebooks|\.github|\.ci)\/[\w./-]+)`/g),
    ];
    const from = [root, dirname(path)];
    const missing = names.filter(([, name]) => !from.some((folder) => existsSync(join(folder, name!))));
    expect(missing.map(([, name]) => name)).toEqual([]);
  });

  test("links only to files that exist", () => {
    const prose = proseOf(text).replaceAll(/`[^`\n]*`/g, "");
    const links = [...prose.matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)/g)].map(([, target]) => target!);
    const missing = links.filter((target) => !existsSync(join(dirname(path), decodeURIComponent(target))));
    expect(missing).toEqual([]);
  });

  test("links only to headings that exist", () => {
    const prose = proseOf(text).replaceAll(/`[^`\n]*`/g, "");
    const links = [...prose.matchAll(/\]\((?!https?:|mailto:)([^)\s#]*)#([^)\s]+)\)/g)];
    const missing = links.filter(([, target, anchor]) => {
      const document = target === "" ? path : join(dirname(path), decodeURIComponent(target!));
      return document.endsWith(".md") && existsSync(document) && !anchorsOf(document).has(anchor!);
    });
    expect(missing.map(([link]) => link)).toEqual([]);
  });
});

describe("continuous integration", () => {
  test(".ci/run can be executed and calls npm test and nothing else", () => {
    const path = join(root, ".ci", "run");
    if (process.platform !== "win32") expect(statSync(path).mode & 0o111).toBe(0o111);
    const commands = readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(commands).toEqual(["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec npm test"]);
  });

  const folder = join(root, ".github", "workflows");
  test.each(readdirSync(folder))("%s pins its actions and may only read", (name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const used = [...text.matchAll(/uses:\s*(\S+)/g)].map(([, action]) => action!);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m);
    expect(text).not.toMatch(/: write\b|pull_request_target/);
  });
});
