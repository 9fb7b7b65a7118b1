import { readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PageModule } from "@layerbook/literate/types";
import typescript from "@tslab/typescript-for-tslab";
import { readEntries } from "../../scripts/reference/entries.mjs";
import { root } from "./book-pages.ts";

/** A program that stands in a docstring or in a file of Markdown that is no page. */
export interface Example {
  /** Names its files: "Conv2d", "packages-layers-README-1". */
  readonly name: string;
  readonly code: string;
  /** File from the repository's folder. */
  readonly path: string;
  /** Line of the file in which the code begins, from 1. */
  readonly line: number;
}

/** The examples in the docstrings of all public names and their members. */
export function docstringExamples(): Example[] {
  return readEntries().flatMap(({ name, file, docstring, members }) => {
    const own = { name: name.replace(".", "-"), examples: docstring?.examples ?? [] };
    const inside = members.map((member) => ({
      name: `${own.name}-${member.name}`,
      examples: member.docstring?.examples ?? [],
    }));
    return [own, ...inside].flatMap((one) =>
      one.examples.map(({ code, line }, index) => ({
        // Beside `Conv2d` stands `conv2d`, which some file systems take for the same.
        name: `${/^[A-Z]/.test(one.name) ? "class-" : ""}${one.name}-${index + 1}`,
        code,
        path: file,
        line,
      })),
    );
  });
}

/** The TypeScript in a file of Markdown. */
export function documentExamples(path: string): Example[] {
  const text = readFileSync(join(root, path), "utf8");
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(({ 1: code, index }, number) => ({
    name: `${path.replace(/\.md$/, "").replaceAll("/", "-")}-${number + 1}`,
    code: code!,
    path,
    line: text.slice(0, index).split("\n").length + 1,
  }));
}

/** An example as the compiler is to see it: a module of its own. */
export function exampleModule({ name, code, path, line }: Example): PageModule {
  const lines = code.split("\n").map((_, index) => line + index);
  return { name: `${name}.ts`, text: `${code}\nexport {};\n`, path, lines: [...lines, 0] };
}

/**
 * An example as JavaScript in which each result that stands behind an expression, `relu(x); // [0, 2]`, is compared with
 * the expression's value by the runner's `check`.
 */
export function checkedProgram({ name, code, path, line }: Example): string {
  const file = typescript.createSourceFile(`${name}.ts`, code, typescript.ScriptTarget.ES2022, true);
  const edits = file.statements.filter(typescript.isExpressionStatement).flatMap((statement) => {
    const [comment] = typescript.getTrailingCommentRanges(code, statement.end) ?? [];
    if (comment === undefined) return [];
    const expected = code.slice(comment.pos, comment.end).replace(/^\/\/\s*/, "");
    // Words, and no result.
    if (!/^(?:[[{"\d-]|true$|false$)/.test(expected)) return [];
    const place = `${path}:${line + file.getLineAndCharacterOfPosition(statement.getStart()).line}`;
    const value = statement.expression.getText();
    const call = `check(${value}, ${JSON.stringify(expected)}, ${JSON.stringify(place)});`;
    return [{ from: statement.getStart(), to: statement.end, call }];
  });
  const edited = edits.reduceRight(
    (text, { from, to, call }) => text.slice(0, from) + call + text.slice(to),
    code,
  );
  return typescript.transpile(edited, {
    module: typescript.ModuleKind.ESNext,
    target: typescript.ScriptTarget.ES2022,
  });
}

/** Writes the programs of examples into an empty folder from which they find the packages. */
export async function writePrograms(examples: readonly Example[], name: string): Promise<string> {
  const folder = join(root, ".cache", "pages", name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const example of examples)
    await writeFile(join(folder, `${example.name}.mjs`), checkedProgram(example));
  return folder;
}
