import { FormatError } from "../errors.ts";
import type { StateDict } from "../module.ts";
import type { Tensor } from "../tensor.ts";
import { isTensor } from "../tensor.ts";
import { kindOf } from "../tensor-argument.ts";
import { quoted } from "./refusal.ts";
import { checkText } from "./utf8.ts";

/** The names and tensors to be written, in their order. Throws FormatError for anything that is no tensor. */
export function namedTensors(
  action: string,
  tensors: StateDict | Readonly<Record<string, Tensor>>,
): readonly (readonly [string, Tensor])[] {
  if (typeof tensors !== "object" || tensors === null || Array.isArray(tensors) || isTensor(tensors)) {
    throw new FormatError(
      `Cannot ${action} from ${kindOf(tensors)}: expected tensors by name, such as the stateDict() of a module`,
    );
  }
  const entries = tensors instanceof Map ? [...(tensors as StateDict)] : Object.entries(tensors);
  for (const [name, value] of entries) {
    checkText(action, "a name", name);
    if (isTensor(value)) continue;
    throw new FormatError(
      `Cannot ${action}: ${quoted(name)} is no tensor; give tensors by name, such as the stateDict() of a module`,
    );
  }
  return entries;
}
