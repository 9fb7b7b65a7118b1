import type { AnyNode, Pattern, Program, VariableDeclaration } from "acorn";
import { patternNames } from "./declared-names.ts";
import { isNode } from "./syntax-walk.ts";

export type FunctionNode = Extract<
  AnyNode,
  { type: "FunctionDeclaration" | "FunctionExpression" | "ArrowFunctionExpression" }
>;

/** A name that is declared inside a cell's functions and blocks, and so not seen by other cells. */
export interface LocalVariable {
  readonly name: string;
  /** What it is given: values, or for a loop's variable what it walks through. */
  readonly sources: { readonly node: AnyNode; readonly scope: Scope }[];
  /** The function of which it is a parameter. */
  readonly parameterOf: AnyNode | undefined;
}

export class Scope {
  readonly #parent: Scope | undefined;
  readonly #variables = new Map<string, LocalVariable>();

  constructor(parent?: Scope) {
    this.#parent = parent;
  }

  declare(name: string, parameterOf?: AnyNode): LocalVariable {
    const known = this.#variables.get(name);
    if (known) return known;
    const variable: LocalVariable = { name, sources: [], parameterOf };
    this.#variables.set(name, variable);
    return variable;
  }

  /** Undefined for a name of the page, an imported or a global one. */
  find(name: string): LocalVariable | undefined {
    return this.#variables.get(name) ?? this.#parent?.find(name);
  }
}

type Visit = (node: AnyNode, scope: Scope, parents: readonly AnyNode[]) => void;

/** The scopes inside one cell. Names of its top level are in none of them: they are the page's. */
export class NameScopes {
  readonly top: Scope = new Scope();
  readonly #scopes = new Map<AnyNode, Scope>();

  constructor(program: Program) {
    // What variables are given later counts from the start: a loop comes back.
    this.visit(program, this.top, (node, scope) => {
      if (node.type !== "AssignmentExpression" || node.left.type !== "Identifier") return;
      scope.find(node.left.name)?.sources.push({ node: node.right, scope });
    });
  }

  /** Visits a node and all below it with the scope that each is in; names of members and keys are left out. */
  visit(node: AnyNode, scope: Scope, visit: Visit, parents: readonly AnyNode[] = []): void {
    if (node.type === "ImportDeclaration" || node.type === "MetaProperty") return;
    const inner = this.#scopeOf(node, scope);
    visit(node, inner, parents);
    const hidden = hiddenKeys(node);
    const below = [...parents, node];
    for (const [key, value] of Object.entries(node)) {
      if (hidden.includes(key)) continue;
      for (const child of Array.isArray(value) ? value : [value]) {
        if (isNode(child)) this.visit(child, inner, visit, below);
      }
    }
  }

  /** The names in this part of the cell that are not declared inside it. */
  pageNames(node: AnyNode, scope: Scope = this.top): Set<string> {
    const names = new Set<string>();
    this.visit(node, scope, (part, inner) => {
      if (part.type === "Identifier" && !inner.find(part.name)) names.add(part.name);
    });
    return names;
  }

  #scopeOf(node: AnyNode, outer: Scope): Scope {
    const known = this.#scopes.get(node);
    if (known) return known;
    const scope = makesScope(node) ? new Scope(outer) : outer;
    this.#scopes.set(node, scope);
    if (isFunction(node)) this.#declareFunction(node, scope);
    else if (node.type === "ClassExpression" && node.id) scope.declare(node.id.name);
    else if (node.type === "CatchClause" && node.param) declarePattern(node.param, scope, []);
    else if (node.type === "ForStatement" && node.init?.type === "VariableDeclaration") {
      declareLexical(node.init, scope);
    } else if (node.type === "ForOfStatement" || node.type === "ForInStatement") {
      if (node.left.type === "VariableDeclaration" && node.left.kind !== "var") {
        declarePattern(node.left.declarations[0]!.id, scope, [{ node: node.right, scope }]);
      }
    } else if (node.type === "SwitchStatement") {
      declareBlock(
        node.cases.flatMap(({ consequent }) => consequent),
        scope,
      );
    } else if (node.type === "BlockStatement" || node.type === "StaticBlock") declareBlock(node.body, scope);
    return scope;
  }

  #declareFunction(node: FunctionNode, scope: Scope): void {
    if (node.type === "FunctionExpression" && node.id) scope.declare(node.id.name);
    for (const parameter of node.params) declarePattern(parameter, scope, [], node);
    declareVars(node.body, scope);
  }
}

export function isFunction(node: AnyNode): node is FunctionNode {
  return /^(?:Function(?:Declaration|Expression)|ArrowFunctionExpression)$/.test(node.type);
}

function makesScope(node: AnyNode): boolean {
  return (
    isFunction(node) ||
    /^(?:BlockStatement|StaticBlock|For(?:|In|Of)Statement|SwitchStatement|CatchClause|ClassExpression)$/.test(
      node.type,
    )
  );
}

function hiddenKeys(node: AnyNode): readonly string[] {
  switch (node.type) {
    case "MemberExpression":
      return node.computed ? [] : ["property"];
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      return node.computed ? [] : ["key"];
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
      return ["label"];
    default:
      return [];
  }
}

function declareBlock(body: readonly AnyNode[], scope: Scope): void {
  for (const statement of body) {
    if (statement.type === "VariableDeclaration") declareLexical(statement, scope);
    else if (statement.type === "FunctionDeclaration" && statement.id) {
      scope.declare(statement.id.name).sources.push({ node: statement, scope });
    } else if (statement.type === "ClassDeclaration" && statement.id) {
      scope.declare(statement.id.name).sources.push({ node: statement, scope });
    }
  }
}

function declareLexical({ kind, declarations }: VariableDeclaration, scope: Scope): void {
  if (kind === "var") return;
  for (const { id, init } of declarations) declarePattern(id, scope, init ? [{ node: init, scope }] : []);
}

/** `var` belongs to the function, however deep it stands; what a function inside declares is its own. */
function declareVars(node: AnyNode, scope: Scope): void {
  if (node.type === "VariableDeclaration" && node.kind === "var") {
    for (const { id, init } of node.declarations) {
      declarePattern(id, scope, init ? [{ node: init, scope }] : []);
    }
  }
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child) && !isFunction(child)) declareVars(child, scope);
    }
  }
}

function declarePattern(
  pattern: Pattern,
  scope: Scope,
  sources: LocalVariable["sources"],
  parameterOf?: AnyNode,
): void {
  for (const [name] of patternNames(pattern)) scope.declare(name, parameterOf).sources.push(...sources);
}
