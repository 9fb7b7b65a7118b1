import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";

/** The repository's folder. */
export const root: string = resolve(import.meta.dirname, "../..");

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly type?: string;
  readonly main?: string;
  readonly types?: string;
  readonly files?: readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly typesVersions?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Package {
  /** As in the arrows: "layers", "website". */
  readonly short: string;
  readonly folder: string;
  readonly manifest: Manifest;
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/** The workspaces, in the order of the root's package.json. */
export function workspaces(): Package[] {
  const { workspaces: folders } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    workspaces: string[];
  };
  return folders.map((path) => {
    const folder = join(root, path);
    return { short: path.replace("packages/", ""), folder, manifest: readManifest(folder) };
  });
}

const notOurs = new Set([
  "node_modules",
  "dist",
  "build",
  "generated",
  ".git",
  ".venv",
  ".cache",
  ".docusaurus",
]);

/** What the site's build puts beside its static files: website/.gitignore. */
const made = new Set(
  ["figures", "katex", "runner", "types"].map((name) => join(root, "website", "static", name)),
);

/** All files below a folder that people wrote, with absolute paths. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name) || entry.name.endsWith(".tsbuildinfo")) return [];
    const path = join(folder, entry.name);
    if (made.has(path)) return [];
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** A path as messages show it: from the repository's folder, with slashes. */
export function shown(path: string): string {
  return relative(root, path).split(sep).join("/");
}
