import type { Output } from "./output-types.ts";

/** A change of a cell's outputs while it runs; plain data, so that it can cross from a worker to its page. */
export type OutputEvent =
  | { readonly cell: string; readonly kind: "add"; readonly output: Output }
  /** More text for the stream output at `index`. */
  | { readonly cell: string; readonly kind: "append"; readonly index: number; readonly text: string }
  /** A display was updated, here or by a later cell. */
  | { readonly cell: string; readonly kind: "replace"; readonly index: number; readonly output: Output }
  | { readonly cell: string; readonly kind: "clear" };

/** The outputs of one cell after an event of that cell. The same list comes out wherever events are applied. */
export function applyOutputEvent(outputs: readonly Output[], event: OutputEvent): Output[] {
  switch (event.kind) {
    case "add":
      return [...outputs, event.output];
    case "append":
      return outputs.map((output, index) =>
        index === event.index && output.type === "stream"
          ? { ...output, text: output.text + event.text }
          : output,
      );
    case "replace":
      return outputs.map((output, index) => (index === event.index ? event.output : output));
    case "clear":
      return [];
  }
}
