import { maskSource } from "./source-mask.ts";

/** One name of an import statement, types included. */
export interface ImportedBinding {
  readonly specifier: string;
  /** `*` for the whole namespace. */
  readonly imported: string;
  readonly local: string;
  readonly isType: boolean;
}

export interface SplitSource {
  readonly imports: readonly ImportedBinding[];
  /** Specifiers of imports without names, which are there for what they do. */
  readonly bare: readonly string[];
  /** The source without its import statements. */
  readonly body: string;
}

// Of the mask, in which the specifier is blank between its quotes.
const statement = /^import\b(?:([\w$*\s,{}]*?)\bfrom\b)?\s*(["'])\s*\2[^\S\n]*;?/gm;

/** Takes the import statements off a cell's TypeScript. */
export function splitImports(source: string): SplitSource {
  const masked = maskSource(source);
  const imports: ImportedBinding[] = [];
  const bare: string[] = [];
  let body = "";
  let position = 0;
  for (const { index, 0: text, 1: clause } of masked.matchAll(statement)) {
    const [, , specifier] = /(["'])(.*)\1/.exec(source.slice(index, index + text.length))!;
    const bindings = readClause(clause ?? "", specifier!);
    if (bindings.length > 0) imports.push(...bindings);
    else bare.push(specifier!);
    body += source.slice(position, index);
    position = index + text.length;
  }
  body += source.slice(position);
  return { imports, bare, body: body.replace(/^\s*\n/, "").trimEnd() };
}

function readClause(clause: string, specifier: string): ImportedBinding[] {
  const [, type, rest] = /^\s*(type\s+(?!from\b|,))?([\s\S]*)$/.exec(clause)!;
  const bindings: ImportedBinding[] = [];
  const add = (imported: string, local: string, isType = false): void => {
    bindings.push({ specifier, imported, local, isType: isType || type !== undefined });
  };
  const namespace = /\*\s*as\s+([\w$]+)/.exec(rest!);
  if (namespace) add("*", namespace[1]!);
  const first = /^\s*([\w$]+)/.exec(rest!);
  if (first) add("default", first[1]!);
  for (const part of /\{([\s\S]*)\}/.exec(rest!)?.[1]?.split(",") ?? []) {
    const found = /^\s*(type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?\s*$/.exec(part);
    if (found) add(found[2]!, found[3] ?? found[2]!, found[1] !== undefined);
  }
  return bindings;
}

/** Import statements for these bindings, one to each module, in the order in which the modules come. */
export function writeImports(bindings: readonly ImportedBinding[], bare: readonly string[]): string[] {
  const lines = [...new Set(bare)].map((specifier) => `import ${JSON.stringify(specifier)};`);
  for (const specifier of new Set(bindings.map((binding) => binding.specifier))) {
    const named = new Set<string>();
    for (const binding of bindings.filter((other) => other.specifier === specifier)) {
      const { imported, local, isType } = binding;
      const from = ` from ${JSON.stringify(specifier)};`;
      const type = isType ? "type " : "";
      if (imported === "*") lines.push(`import ${type}* as ${local}${from}`);
      else if (imported === "default") lines.push(`import ${type}${local}${from}`);
      else named.add(type + (imported === local ? local : `${imported} as ${local}`));
    }
    if (named.size > 0) lines.push(namedImport([...named], specifier));
  }
  return lines;
}

function namedImport(names: readonly string[], specifier: string): string {
  const from = `from ${JSON.stringify(specifier)};`;
  const line = `import { ${names.join(", ")} } ${from}`;
  return line.length <= 80 ? line : `import {\n${names.map((name) => `  ${name},\n`).join("")}} ${from}`;
}
