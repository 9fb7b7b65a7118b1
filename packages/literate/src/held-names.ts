import type { AnyNode } from "acorn";
import { copyingMethods } from "./known-effects.ts";
import type { LocalVariable, NameScopes, Scope } from "./name-scopes.ts";
import type { EffectsContext } from "./page-context.ts";

/** Stands for what a function of the page is given. */
export const argument = "#argument";

/** Tells of which names of the page a value in one statement, or in one function of the page, may hold parts. */
export class HeldNames {
  readonly #node: AnyNode;
  readonly #scopes: NameScopes;
  readonly #context: EffectsContext;
  readonly #function: AnyNode | undefined;

  /** @param ofFunction the function of the page whose parameters are its arguments */
  constructor(node: AnyNode, scopes: NameScopes, context: EffectsContext, ofFunction: AnyNode | undefined) {
    this.#node = node;
    this.#scopes = scopes;
    this.#context = context;
    this.#function = ofFunction;
  }

  /** Whether a value is made here, so that nobody else sees a change of it. */
  isFresh(node: AnyNode, scope: Scope): boolean {
    if (node.type === "Identifier") return scope.find(node.name) !== undefined;
    if (node.type === "MemberExpression") return this.isFresh(node.object, scope);
    return node.type !== "ThisExpression";
  }

  ofAll(nodes: readonly AnyNode[], scope: Scope): Set<string> {
    return new Set(nodes.flatMap((node) => [...this.of(node, scope)]));
  }

  /** Names of the page of whose values this value may hold a part. */
  of(node: AnyNode, scope: Scope, seen: ReadonlySet<LocalVariable> = new Set()): Set<string> {
    const all = (nodes: readonly (AnyNode | null | undefined)[]): Set<string> =>
      new Set(nodes.flatMap((part) => (part ? [...this.of(part, scope, seen)] : [])));
    const { known, names, functions } = this.#context;
    switch (node.type) {
      case "Identifier": {
        const local = scope.find(node.name);
        if (local) return this.ofVariable(local, seen);
        return new Set(names.has(node.name) ? [node.name] : []);
      }
      case "Literal":
      case "TemplateLiteral":
      case "UnaryExpression":
      case "BinaryExpression":
      case "UpdateExpression":
        return new Set();
      case "MemberExpression": {
        const name = !node.computed && node.property.type === "Identifier" ? node.property.name : "";
        return copyingMethods.has(name) || known.copies.has(name) ? new Set() : all([node.object]);
      }
      case "CallExpression": {
        const { callee } = node;
        if (callee.type === "MemberExpression") {
          const name = !callee.computed && callee.property.type === "Identifier" ? callee.property.name : "";
          if (copyingMethods.has(name) || known.copies.has(name)) return new Set();
          return all([callee.object, ...node.arguments]);
        }
        if (callee.type === "Identifier" && !scope.find(callee.name)) {
          if (known.copies.has(this.#context.imports.get(callee.name) ?? "")) return new Set();
          const own = functions.has(callee.name) ? [callee.name] : [];
          return new Set([...own, ...all(node.arguments)]);
        }
        return all([callee, ...node.arguments]);
      }
      case "NewExpression":
        return all([node.callee, ...node.arguments]);
      case "ConditionalExpression":
        return all([node.consequent, node.alternate]);
      case "LogicalExpression":
        return all([node.left, node.right]);
      case "AwaitExpression":
      case "SpreadElement":
        return all([node.argument]);
      case "AssignmentExpression":
        return all([node.right]);
      case "ArrayExpression":
        return all(node.elements);
      case "ObjectExpression":
        return all(node.properties.map((part) => (part.type === "Property" ? part.value : part)));
      case "ChainExpression":
        return all([node.expression]);
      default:
        return this.pageNames(node, scope);
    }
  }

  ofVariable(variable: LocalVariable, seen: ReadonlySet<LocalVariable>): Set<string> {
    if (seen.has(variable)) return new Set();
    const { sources, parameterOf } = variable;
    const within = new Set([...seen, variable]);
    const held = new Set(sources.flatMap(({ node, scope }) => [...this.of(node, scope, within)]));
    if (parameterOf !== undefined && parameterOf === this.#function) held.add(argument);
    else if (parameterOf !== undefined) {
      // Of a function that is called by who knows whom: anything that there is around it.
      for (const name of this.pageNames(this.#node, this.#scopes.top)) held.add(name);
      if (this.#function) held.add(argument);
    }
    return held;
  }

  pageNames(node: AnyNode, scope: Scope): Set<string> {
    const found = [...this.#scopes.pageNames(node, scope)];
    return new Set(found.filter((name) => this.#context.names.has(name)));
  }
}
