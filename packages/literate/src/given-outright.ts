import type { AnyNode, NewExpression, Program } from "acorn";
import type { KnownEffects } from "./known-effects.ts";
import { walk } from "./syntax-walk.ts";

interface Names {
  readonly known: KnownEffects;
  /** Imported names: local -> as exported. */
  readonly imports: ReadonlyMap<string, string>;
  readonly constants: ReadonlyMap<string, AnyNode>;
}

/**
 * The instances whose random parameters are all given other values in the statements that come right after: which random
 * numbers they began with does not matter.
 */
export function givenOutright(program: Program, names: Names): Set<AnyNode> {
  const found = new Set<AnyNode>();
  walk(program, (node) => {
    if (node.type !== "Program" && node.type !== "BlockStatement") return;
    for (const [index, statement] of node.body.entries()) {
      if (statement.type !== "VariableDeclaration") continue;
      for (const { id, init } of statement.declarations) {
        if (id.type !== "Identifier" || init?.type !== "NewExpression") continue;
        if (isGiven(id.name, init, node.body.slice(index + 1), names)) found.add(init);
      }
    }
  });
  return found;
}

function isGiven(name: string, created: NewExpression, after: readonly AnyNode[], names: Names): boolean {
  const { callee } = created;
  const exported = callee.type === "Identifier" ? names.imports.get(callee.name) : undefined;
  const parameters = names.known.parameters.get(exported ?? "");
  const options = optionsOf(created, names.constants);
  if (parameters === undefined || options === undefined) return false;
  const { weights, biases, plainUnless } = parameters;
  const needed = options.get("bias") === false ? [...weights] : [...weights, ...biases];
  if (plainUnless.some((option) => options.has(option))) needed.push("every other parameter");
  for (const statement of after) {
    const [parameter, method] = calledOn(name, statement) ?? [];
    if (method === undefined) return false;
    if (method === "loadStateDict" && parameter === undefined) return true;
    if (method !== "assign" || parameter === undefined) return false;
    if (needed.includes(parameter)) needed.splice(needed.indexOf(parameter), 1);
    if (needed.length === 0) return true;
  }
  return false;
}

/** Of `name.parameter.method(...)` or `name.method(...)`, with or without question marks, parameter and method. */
function calledOn(
  name: string,
  statement: AnyNode,
): [parameter: string | undefined, method: string] | undefined {
  if (statement.type !== "ExpressionStatement") return undefined;
  const { expression } = statement;
  const call = expression.type === "ChainExpression" ? expression.expression : expression;
  if (call.type !== "CallExpression" || call.callee.type !== "MemberExpression") return undefined;
  const { object, property } = call.callee;
  if (property.type !== "Identifier") return undefined;
  if (object.type === "Identifier") return object.name === name ? [undefined, property.name] : undefined;
  if (object.type !== "MemberExpression" || object.property.type !== "Identifier") return undefined;
  const isOwn = object.object.type === "Identifier" && object.object.name === name && !object.computed;
  return isOwn ? [object.property.name, property.name] : undefined;
}

/** What the options are given, where that is a literal; undefined where the text does not tell which options there are. */
export function optionsOf(
  { arguments: given }: NewExpression,
  constants: ReadonlyMap<string, AnyNode>,
): Map<string, unknown> | undefined {
  const options = new Map<string, unknown>();
  for (const part of given) {
    const resolved = part.type === "Identifier" ? constants.get(part.name) : part;
    if (resolved?.type === "ObjectExpression") {
      if (!addOptions(resolved, constants, options)) return undefined;
    } else if (resolved === undefined || !isNoOptions(resolved)) {
      return undefined;
    }
  }
  return options;
}

/** A size, a part or a list of them: what stands before the options. */
function isNoOptions(node: AnyNode): boolean {
  if (node.type !== "MemberExpression")
    return /^(?:Literal|(?:Array|Binary|New|Unary)Expression)$/.test(node.type);
  return node.property.type === "Identifier" && node.property.name === "length";
}

function addOptions(
  { properties }: AnyNode & { type: "ObjectExpression" },
  constants: ReadonlyMap<string, AnyNode>,
  options: Map<string, unknown>,
): boolean {
  return properties.every((property) => {
    if (property.type === "SpreadElement") {
      const { argument } = property;
      const spread = argument.type === "Identifier" ? constants.get(argument.name) : undefined;
      return spread?.type === "ObjectExpression" && addOptions(spread, constants, options);
    }
    if (property.computed || property.key.type !== "Identifier") return false;
    options.set(property.key.name, property.value.type === "Literal" ? property.value.value : undefined);
    return true;
  });
}
