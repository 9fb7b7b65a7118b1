import type { AnyNode, Pattern, Program, VariableDeclarator } from "acorn";
import { walk } from "./syntax-walk.ts";

/** A name that a cell declares at its top level. */
export interface DeclaredName {
  readonly name: string;
  readonly kind: "const" | "let" | "var" | "function" | "class" | "import";
  /** Line in the cell, from 1. */
  readonly line: number;
  /** What a `const` is given, where that is a number written out. */
  readonly number?: number;
}

/** The names that a module with this body has, each once, in source order; each is shown to `check` first. */
export function declaredNames(
  program: Program,
  check: (name: string, node: AnyNode) => void = () => {},
): DeclaredName[] {
  const names = new Map<string, DeclaredName>();
  const add = (name: string, kind: DeclaredName["kind"], node: AnyNode, number?: number): void => {
    check(name, node);
    if (names.has(name)) return;
    names.set(name, { name, kind, line: node.loc!.start.line, ...(number === undefined ? {} : { number }) });
  };
  walk(program, (node, { parent, inFunction }) => {
    const topLevel = parent?.type === "Program" || parent?.type === "ExportNamedDeclaration";
    if (node.type === "VariableDeclaration" && (topLevel || (node.kind === "var" && !inFunction))) {
      for (const declarator of node.declarations) {
        const number = node.kind === "const" ? writtenNumber(declarator) : undefined;
        for (const [name, pattern] of patternNames(declarator.id)) {
          add(name, node.kind as DeclaredName["kind"], pattern, number);
        }
      }
    } else if (topLevel && node.type === "FunctionDeclaration" && node.id) {
      add(node.id.name, "function", node.id);
    } else if (topLevel && node.type === "ClassDeclaration" && node.id) {
      add(node.id.name, "class", node.id);
    } else if (node.type === "ImportDeclaration") {
      for (const { local } of node.specifiers) add(local.name, "import", local);
    }
  });
  return [...names.values()];
}

export function patternNames(pattern: Pattern): (readonly [string, AnyNode])[] {
  switch (pattern.type) {
    case "Identifier":
      return [[pattern.name, pattern]];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        patternNames(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element === null ? [] : patternNames(element)));
    case "AssignmentPattern":
      return patternNames(pattern.left);
    case "RestElement":
      return patternNames(pattern.argument);
    default:
      return [];
  }
}

function writtenNumber({ id, init }: VariableDeclarator): number | undefined {
  if (id.type !== "Identifier" || !init) return undefined;
  const negative = init.type === "UnaryExpression" && init.operator === "-";
  const literal = negative ? init.argument : init;
  if (literal.type !== "Literal" || typeof literal.value !== "number") return undefined;
  return negative ? -literal.value : literal.value;
}
