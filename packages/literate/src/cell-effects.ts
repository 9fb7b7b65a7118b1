import type { AnyNode, Program } from "acorn";
import { isFunction, NameScopes } from "./name-scopes.ts";
import type { EffectsContext } from "./page-context.ts";
import { isDeclaredFunction, StatementReader } from "./statement-reader.ts";

/** What a cell does when it runs, as far as its text tells; in doubt more than it does. */
export interface CellEffects {
  /** Names of the page that it uses, its own and imported ones too. */
  readonly uses: ReadonlySet<string>;
  /** Names of the page whose value it may change, or what that value holds. */
  readonly changes: ReadonlySet<string>;
  /** Names that may hold parts of one another: a change of one may be a change of all. */
  readonly shared: readonly ReadonlySet<string>[];
  /** Draws random numbers. */
  readonly draws: boolean;
  /** Draws random numbers that matter before it seeds the generator, if it does. */
  readonly drawsUnseeded: boolean;
  readonly seeds: boolean;
  /** Does what no name tells of: it changes something global, or imports on its own. */
  readonly unknown: boolean;
}

export function cellEffects(program: Program, context: EffectsContext): CellEffects {
  const scopes = new NameScopes(program);
  const changes = new Set<string>();
  const shared: ReadonlySet<string>[] = [];
  let draws = false;
  let drawsUnseeded = false;
  let seeds = false;
  let unknown = false;
  for (const statement of statements(program)) {
    const reader = new StatementReader(statement, scopes, context, undefined);
    shared.push(...reader.declared());
    const found = reader.read(isDeclaredFunction);
    for (const name of found.changes) changes.add(name);
    shared.push(...reader.shared);
    if (found.drawnMatters && !seeds) drawsUnseeded = true;
    draws ||= found.draws;
    seeds ||= reader.seedsOutright();
    unknown ||= found.unknown;
  }
  return {
    uses: scopes.pageNames(program),
    changes,
    shared,
    draws,
    drawsUnseeded,
    seeds,
    unknown,
  };
}

/** A function that a cell declares: what is in it runs when it is called. */
export function declaredFunctions(program: Program): [name: string, node: AnyNode][] {
  return statements(program).flatMap((statement): [string, AnyNode][] => {
    if (statement.type === "FunctionDeclaration" && statement.id) return [[statement.id.name, statement]];
    if (statement.type !== "VariableDeclaration" || statement.kind !== "const") return [];
    return statement.declarations.flatMap(({ id, init }): [string, AnyNode][] =>
      id.type === "Identifier" && init && isFunction(init) ? [[id.name, init]] : [],
    );
  });
}

/** Whether a statement changes anything of the page, draws, or does what no name tells of. */
export function hasEffects(node: AnyNode, program: Program, context: EffectsContext): boolean {
  const found = new StatementReader(node, new NameScopes(program), context, undefined).read(
    isDeclaredFunction,
  );
  return found.changes.size > 0 || found.draws || found.unknown;
}

/** The statements of a cell; an exported one is what is exported. */
export function statements({ body }: Program): AnyNode[] {
  return body.map((node) => (node.type === "ExportNamedDeclaration" && node.declaration) || node);
}
