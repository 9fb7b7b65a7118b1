import type { Module } from "./module.ts";
import { formatShape } from "./shape.ts";
import { isTensor } from "./tensor.ts";

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

/** A table of the modules that gave `outputs`, and how many numbers are learnt. */
export function moduleSummary(module: Module, outputs: ReadonlyMap<Module, unknown>): string {
  const rows = module
    .namedModules()
    .filter(([, inner]) => inner === module || inner.namedChildren().length === 0)
    .filter(([name]) => name !== "" || module.namedChildren().length === 0)
    .map(([name, inner]) => [
      name === "" ? inner.constructor.name : `${name} ${inner.constructor.name}`,
      outputText(outputs.get(inner)),
      count(inner).toLocaleString("en"),
    ]);
  const table = [
    ["layer", "output shape", "parameters"],
    ...rows,
    ["total", "", count(module).toLocaleString("en")],
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  return table
    .map(([layer, shape, parameters]) =>
      [layer!.padEnd(widths[0]!), shape!.padEnd(widths[1]!), parameters!.padStart(widths[2]!)].join("  "),
    )
    .join("\n");
}

function outputText(output: unknown): string {
  if (isTensor(output)) return formatShape(output.shape);
  if (typeof output !== "object" || output === null) return "not used";
  return Object.entries(output)
    .filter(([, value]) => isTensor(value))
    .map(([name, value]) => `${name} ${formatShape(value.shape)}`)
    .join(", ");
}

function count(module: Module): number {
  return module.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
}
