import type { AnyNode } from "acorn";
import { optionsOf } from "./given-outright.ts";
import { Scope } from "./name-scopes.ts";
import type { EffectsContext } from "./page-context.ts";

/** A new instance of one of these classes, and of such parts. */
export function isMadeOf(
  classes: ReadonlySet<string>,
  node: AnyNode,
  scope: Scope,
  context: EffectsContext,
): boolean {
  const { imports, constants } = context;
  if (node.type === "Identifier") {
    const local = scope.find(node.name);
    if (local) {
      const [source] = local.sources;
      return local.sources.length === 1 && isMadeOf(classes, source!.node, source!.scope, context);
    }
    const given = constants.get(node.name);
    return given !== undefined && isMadeOf(classes, given, new Scope(), context);
  }
  if (node.type !== "NewExpression" || node.callee.type !== "Identifier") return false;
  if (scope.find(node.callee.name)) return false;
  if (!classes.has(imports.get(node.callee.name) ?? "")) return false;
  const options = optionsOf(node, constants);
  if (options === undefined || options.has("dropout")) return false;
  return node.arguments.every((part) => {
    const value = part.type === "Identifier" && !scope.find(part.name) ? constants.get(part.name) : part;
    if (value === undefined) return false;
    const isPlain = /^(?:Literal|(?:Object|Array|Binary|Member)Expression)$/.test(value.type);
    return isPlain || isMadeOf(classes, part, scope, context);
  });
}
