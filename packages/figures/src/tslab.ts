import type { MimeBundle } from "./bundle.ts";
import { sendToHost, tslabJupyter } from "./host.ts";

const display = Symbol.for("Jupyter.display");
const hooked = Symbol.for("layerbook.tslab");
/** tslab's own names for the value of a cell's last expression. */
const lastExpressions = ["tsLastExpr", ...Array.from({ length: 10 }, (_, i) => `tsLastExpr${i}`)];

/**
 * In stock tslab, which prints a cell's last expression with `console.log`, shows a value that has a method
 * `[Symbol.for("Jupyter.display")]()` through that method. tslab keeps the value in a plain object's property until it
 * prints it: setters on that object's prototype see it first, from the very cell that imports this package.
 * Layerbook's own kernel asks such values itself and is recognised by its host.
 */
export function hookTslab(): void {
  const global = globalThis as unknown as Record<PropertyKey, unknown>;
  const tslab = global.__tslab__ as { exports: object } | undefined;
  if (!tslab || global[Symbol.for("layerbook.host")] !== undefined || tslabJupyter() === undefined) return;
  if (hooked in tslab.exports) return;
  const prototype = Object.create(Object.prototype, { [hooked]: { value: true } });
  for (const name of lastExpressions) Object.defineProperty(prototype, name, keepOrShow());
  Object.setPrototypeOf(tslab.exports, prototype);
  // The cell that imports this package has begun with `exports.tsLastExpr = undefined`: an own property hides setters.
  for (const name of lastExpressions) Reflect.deleteProperty(tslab.exports, name);
}

/** A property that shows what can show itself, and keeps everything else for tslab to print. */
function keepOrShow(): PropertyDescriptor {
  let kept: unknown;
  return {
    configurable: true,
    get: () => kept,
    set: (value: unknown) => {
      const bundle = hasDisplay(value) ? value[display]() : undefined;
      // tslab prints at once, so that a bundle still to come could only be shown after what follows it.
      const shown = bundle !== undefined && !(bundle instanceof Promise) && sendToHost(bundle);
      kept = shown ? undefined : value;
    },
  };
}

function hasDisplay(value: unknown): value is { [display](): MimeBundle | Promise<MimeBundle> } {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    typeof (value as Record<symbol, unknown>)[display] === "function"
  );
}
