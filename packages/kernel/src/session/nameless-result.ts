import type { SourceFile, TransformerFactory, Visitor } from "@tslab/typescript-for-tslab";
import type { TypeScriptApi } from "./tslab.ts";

/** tslab's name for the value of a cell's last expression. */
const resultName = /^tsLastExpr\d*$/;

/**
 * Keeps a function or class that is a cell's last expression without a name: JavaScript would call it by the constant that
 * tslab puts it in, and the cell would show `[Function: tsLastExpr]`.
 */
export function namelessResult(ts: TypeScriptApi): TransformerFactory<SourceFile> {
  const { factory } = ts;
  return (context) => (file) => {
    const visit: Visitor = (node) => {
      if (!ts.isVariableStatement(node) && !ts.isVariableDeclarationList(node)) {
        if (!ts.isVariableDeclaration(node) || !node.initializer) return node;
        if (!ts.isIdentifier(node.name) || !resultName.test(node.name.text)) return node;
        const value = factory.createComma(factory.createNumericLiteral(0), node.initializer);
        return factory.updateVariableDeclaration(node, node.name, undefined, undefined, value);
      }
      return ts.visitEachChild(node, visit, context);
    };
    return ts.visitEachChild(file, visit, context);
  };
}
