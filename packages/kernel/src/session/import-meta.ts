import type { SourceFile, TransformerFactory, Visitor } from "@tslab/typescript-for-tslab";
import type { TypeScriptApi } from "./tslab.ts";

/**
 * Writes what `import.meta` holds in its place, `{ url: "file:///…", … }`: what runs as a function's body knows no
 * `import.meta`.
 */
export function importMeta(
  ts: TypeScriptApi,
  properties: Readonly<Record<string, string>>,
): TransformerFactory<SourceFile> {
  const { factory } = ts;
  const object = () =>
    factory.createObjectLiteralExpression(
      Object.entries(properties).map(([name, value]) =>
        factory.createPropertyAssignment(name, factory.createStringLiteral(value)),
      ),
    );
  return (context) => (file) => {
    const visit: Visitor = (node) =>
      ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword
        ? factory.createParenthesizedExpression(object())
        : ts.visitEachChild(node, visit, context);
    return ts.visitEachChild(file, visit, context);
  };
}
