import type { AnyNode } from "acorn";

export interface WalkContext {
  readonly parent: AnyNode | undefined;
  /** Inside a function of any kind, where `var` belongs to the function. */
  readonly inFunction: boolean;
  /** Inside a function or class that has its own `this`. */
  readonly ownThis: boolean;
}

/** Visits a node and all below it, in source order. */
export function walk(node: AnyNode, visit: (node: AnyNode, context: WalkContext) => void): void {
  step(node, { parent: undefined, inFunction: false, ownThis: false }, visit);
}

function step(
  node: AnyNode,
  context: WalkContext,
  visit: (node: AnyNode, context: WalkContext) => void,
): void {
  visit(node, context);
  const isFunction = /Function/.test(node.type);
  const below: WalkContext = {
    parent: node,
    inFunction: context.inFunction || isFunction || node.type === "StaticBlock",
    ownThis:
      context.ownThis || (isFunction && node.type !== "ArrowFunctionExpression") || node.type === "ClassBody",
  };
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) step(child, below, visit);
    }
  }
}

export function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}
