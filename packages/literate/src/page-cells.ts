import type { AnyNode, Program } from "acorn";
import { type CellEffects, cellEffects, declaredFunctions, statements } from "./cell-effects.ts";
import { withConstants } from "./constants.ts";
import { declaredNames } from "./declared-names.ts";
import { givenOutright } from "./given-outright.ts";
import { type ImportedBinding, splitImports } from "./import-statements.ts";
import type { KnownEffects } from "./known-effects.ts";
import { NameScopes } from "./name-scopes.ts";
import type { EffectsContext, PageFunction } from "./page-context.ts";
import { maskSource } from "./source-mask.ts";
import type { StandAloneCell } from "./stand-alone.ts";
import { stripTypes } from "./strip-types.ts";

/** A cell of a page, read for what it needs and does. */
export interface PageCell {
  readonly id: string;
  readonly solution: boolean;
  readonly throws: string | undefined;
  /** Its TypeScript without the imports. */
  readonly body: string;
  /** The body without its types; line n is line n of the body. */
  readonly code: string;
  readonly program: Program;
  readonly imports: readonly ImportedBinding[];
  /** Modules that are imported for what they do. */
  readonly bare: readonly string[];
  /** Names that it declares at its top level, types too. */
  readonly names: ReadonlySet<string>;
  /** Names of the page that it uses, in types too. */
  readonly uses: ReadonlySet<string>;
  readonly effects: CellEffects;
  readonly context: EffectsContext;
}

/**
 * Reads the cells of a page together: what one does depends on the functions that others declare.
 *
 * @throws {CellSyntaxError} for a cell that does not compile
 */
export function readPageCells(cells: readonly StandAloneCell[], known: KnownEffects): PageCell[] {
  const parts = cells.map(({ source, id, constants }) => {
    // The whole cell first: an error is told at its own line.
    stripTypes(source, id);
    const { imports, bare, body } = splitImports(withConstants(source, constants ?? {}));
    const { code, program } = stripTypes(body, id);
    return { imports, bare, body, code, program, values: declaredNames(program), types: declaredTypes(body) };
  });

  const functions = new Map<string, PageFunction>();
  const constants = new Map<string, AnyNode>();
  for (const { program } of parts) {
    const scopes = new NameScopes(program);
    for (const [name, node] of declaredFunctions(program)) functions.set(name, { node, scopes });
    for (const [name, value] of constantValues(program)) constants.set(name, value);
  }
  const imported = parts.flatMap(({ imports }) => imports);
  const importedAs = new Map(imported.map(({ local, imported: name }) => [local, name]));
  const context: EffectsContext = {
    known,
    imports: importedAs,
    names: new Set(parts.flatMap(({ values }) => values.map(({ name }) => name))),
    functions,
    constants,
    givenOutright: new Set(
      parts.flatMap(({ program }) => [...givenOutright(program, { known, imports: importedAs, constants })]),
    ),
  };
  const inTypes = new Set([
    ...parts.flatMap(({ types }) => types),
    ...imported.map(({ local }) => local),
    ...parts.flatMap(({ values }) => values.filter(({ kind }) => kind === "class").map(({ name }) => name)),
  ]);

  return parts.map(({ program, values, types, ...part }, index) => {
    const { id, solution, throws } = cells[index]!;
    const effects = cellEffects(program, context);
    const names = new Set([...values.map(({ name }) => name), ...types]);
    const uses = new Set([...effects.uses, ...usedInTypes(part.body, inTypes)]);
    return { id, solution, throws, ...part, program, names, uses, effects, context };
  });
}

/** Interfaces and aliases, which are not there any more when a cell runs. */
function declaredTypes(body: string): string[] {
  const form = /^(?:export\s+)?(?:declare\s+)?(?:interface|type)\s+([\w$]+)/gm;
  return [...maskSource(body).matchAll(form)].map(([, name]) => name!);
}

/** Names that may stand in types, and `typeof` of any. A word in code is enough: one too many does no harm. */
function usedInTypes(body: string, inTypes: ReadonlySet<string>): string[] {
  const masked = maskSource(body);
  const words = [...masked.matchAll(/(?<![\w$.])[A-Za-z_$][\w$]*/g)].map(([word]) => word);
  const queried = [...masked.matchAll(/\btypeof\s+([A-Za-z_$][\w$]*)/g)].map(([, name]) => name!);
  const capital = (name: string): boolean => /^[A-Z]/.test(name);
  return [...words.filter((word) => inTypes.has(word) && capital(word)), ...queried];
}

function constantValues(program: Program): [name: string, value: AnyNode][] {
  return statements(program).flatMap((statement): [string, AnyNode][] => {
    if (statement.type !== "VariableDeclaration" || statement.kind !== "const") return [];
    return statement.declarations.flatMap(({ id, init }): [string, AnyNode][] =>
      id.type === "Identifier" && init ? [[id.name, init]] : [],
    );
  });
}
