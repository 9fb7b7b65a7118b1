import { outputShapes } from "./forward.ts";
import type { Module } from "./module.ts";
import type { Parameter } from "./parameter.ts";
import { formatShape } from "./shape.ts";

/** PyTorch's form: the class, what `describe` says, and the modules inside, indented. */
export function moduleText(module: Module): string {
  const children = module.namedChildren();
  const name = module.constructor.name;
  if (children.length === 0) return `${name}(${module.describe()})`;
  const lines = children.map(
    ([child, inner]) => `  (${child}): ${moduleText(inner).replaceAll("\n", "\n  ")}`,
  );
  return `${name}(\n${lines.join("\n")}\n)`;
}

/**
 * A table of the modules that gave `outputs`: those that hold no others, and those that learn something themselves, each
 * with how many numbers it learns. What two of them share is counted where it comes first.
 */
export function moduleSummary(module: Module, outputs: ReadonlyMap<Module, unknown>): string {
  const seen = new Set<Parameter>();
  const rows = module.namedModules().flatMap(([name, inner]) => {
    const children = inner.namedChildren();
    const inside = new Set(children.flatMap(([, child]) => child.parameters()));
    const own = inner.parameters().filter((parameter) => !inside.has(parameter) && !seen.has(parameter));
    for (const parameter of own) seen.add(parameter);
    if (children.length > 0 && own.length === 0) return [];
    const output = outputs.has(inner) ? outputText(outputs.get(inner)) : "not used";
    return [[`${name} ${inner.constructor.name}`.trimStart(), output, count(own)]];
  });
  const table = [["layer", "output shape", "parameters"], ...rows, ["total", "", count(module.parameters())]];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  return table
    .map(([layer, shape, parameters]) =>
      [layer!.padEnd(widths[0]!), shape!.padEnd(widths[1]!), parameters!.padStart(widths[2]!)].join("  "),
    )
    .join("\n");
}

/** The shapes of the tensors in what a module gave: `[2, 3]`, or `output [2, 3], hn [1, 3]`. */
function outputText(output: unknown): string {
  const shapes = outputShapes(output).map(({ name, shape }) => `${name} ${formatShape(shape)}`.trimStart());
  return shapes.join(", ") || "no tensor";
}

function count(parameters: readonly Parameter[]): string {
  return parameters.reduce((sum, parameter) => sum + parameter.numel(), 0).toLocaleString("en");
}
