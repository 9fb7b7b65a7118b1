import type { CompletionInfo as TslabCompletion } from "tslab/dist/converter.js";

/** What may stand between two positions of the code, UTF-16 units from its start. */
export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly { readonly text: string; readonly type: string }[];
}

/** Jupyter's word for what TypeScript calls otherwise: its clients draw the types that they know of Python. */
const jupyterTypes: Readonly<Record<string, string>> = {
  method: "function",
  "local function": "function",
  "local class": "class",
  getter: "property",
  setter: "property",
  var: "instance",
  let: "instance",
  const: "instance",
  "local var": "instance",
  parameter: "param",
  "external module name": "module",
};

/** tslab's completion, with the type of each candidate. */
export function completion({ start, end, candidates, original }: TslabCompletion): Completion {
  const kinds = new Map(original?.entries.map(({ name, kind }) => [name, kind as string]));
  const typeOf = (name: string) => {
    const kind = kinds.get(name) ?? "";
    return jupyterTypes[kind] ?? kind;
  };
  return { start, end, candidates: candidates.map((text) => ({ text, type: typeOf(text) })) };
}
