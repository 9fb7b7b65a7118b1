import type { Expression, Node, Program, TransformationContext, Visitor } from "@tslab/typescript-for-tslab";
import type { TypeScriptApi } from "./tslab.ts";

/** Name of the file in which tslab declares what earlier cells left behind. */
const earlierCells = "__prev__.d.ts";

/**
 * `visitEachChild` for tslab, whose rewriting of a cell turns a name of an earlier cell into `exports.name` but for one
 * place: it takes the `stride` of `{ stride }` for the name of the property only. Here `{ stride }` becomes
 * `{ stride: exports.stride }`, in assignments such as `({ stride } = options)` too.
 *
 * @param program the program that the cell was checked in last
 */
export function visitWithShorthand(
  ts: TypeScriptApi,
  program: () => Program | undefined,
): TypeScriptApi["visitEachChild"] {
  const { factory } = ts;

  function isOfEarlierCell(shorthand: Node): boolean {
    const symbol = program()?.getTypeChecker().getShorthandAssignmentValueSymbol(shorthand);
    return (
      symbol?.declarations?.some((node) => node.getSourceFile().fileName.endsWith(earlierCells)) ?? false
    );
  }

  return (<T extends Node>(node: T, visitor: Visitor, context: TransformationContext): T => {
    const original: Node | undefined = node && ts.getOriginalNode(node);
    if (!original || !ts.isShorthandPropertyAssignment(original) || !isOfEarlierCell(original)) {
      return ts.visitEachChild(node, visitor, context);
    }
    const { name, objectAssignmentInitializer: otherwise } = original;
    const value = factory.createPropertyAccessExpression(factory.createIdentifier("exports"), name.text);
    const initializer = otherwise
      ? factory.createAssignment(value, ts.visitNode(otherwise, visitor) as Expression)
      : value;
    return factory.createPropertyAssignment(name.text, initializer) as Node as T;
  }) as TypeScriptApi["visitEachChild"];
}
