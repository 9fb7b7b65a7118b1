import type { MimeBundle, Output } from "./output-types.ts";

/** A text as a notebook file holds it: lines with their ends, so that a change shows as the change of a line. */
export type MultilineText = string | readonly string[];

/** An output as nbformat 4 has it. */
export type NotebookOutput =
  | { readonly output_type: "stream"; readonly name: string; readonly text: MultilineText }
  | {
      readonly output_type: "display_data";
      readonly data: MimeBundle;
      readonly metadata: Readonly<Record<string, unknown>>;
    }
  | {
      readonly output_type: "execute_result";
      readonly execution_count: number | null;
      readonly data: MimeBundle;
      readonly metadata: Readonly<Record<string, unknown>>;
    }
  | {
      readonly output_type: "error";
      readonly ename: string;
      readonly evalue: string;
      readonly traceback: readonly string[];
    };

/** A cell's outputs in the notebook. An error has no traceback but its message: paths and lines are not stable. */
export function toNotebookOutput(output: Output, executionCount: number): NotebookOutput {
  switch (output.type) {
    case "stream":
      return { output_type: "stream", name: output.name, text: splitLines(output.text) };
    case "display":
      return { output_type: "display_data", data: splitBundle(output.data), metadata: output.metadata ?? {} };
    case "result":
      return {
        output_type: "execute_result",
        execution_count: executionCount,
        data: splitBundle(output.data),
        metadata: output.metadata ?? {},
      };
    case "error": {
      const { name, message } = output;
      return { output_type: "error", ename: name, evalue: message, traceback: [`${name}: ${message}`] };
    }
  }
}

/** What a kernel's outputs are in the form of checked outputs: consecutive writes to one stream are one. */
export function fromNotebookOutputs(outputs: readonly NotebookOutput[]): Output[] {
  const result: Output[] = [];
  for (const output of outputs) {
    if (output.output_type === "stream") {
      const name = output.name === "stderr" ? "stderr" : "stdout";
      const last = result.at(-1);
      const together = last?.type === "stream" && last.name === name;
      const text = joinLines(output.text);
      if (together) result[result.length - 1] = { ...last, text: last.text + text };
      else if (text !== "") result.push({ type: "stream", name, text });
    } else if (output.output_type === "error") {
      result.push({ type: "error", name: output.ename, message: output.evalue });
    } else {
      const type = output.output_type === "display_data" ? "display" : "result";
      const data = Object.fromEntries(
        Object.entries(output.data).map(([mime, content]) => [
          mime,
          isJson(mime) ? content : joinLines(content as MultilineText),
        ]),
      );
      const { metadata } = output;
      result.push(Object.keys(metadata).length > 0 ? { type, data, metadata } : { type, data });
    }
  }
  return result;
}

export function splitLines(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

export function joinLines(text: MultilineText): string {
  return typeof text === "string" ? text : text.join("");
}

/** Jupyter splits texts and SVG when it saves, and nothing else. */
function splitBundle(data: MimeBundle): MimeBundle {
  return Object.fromEntries(
    Object.entries(data).map(([mime, content]) => {
      const isText =
        mime.startsWith("text/") || mime === "image/svg+xml" || mime === "application/javascript";
      return [mime, isText && typeof content === "string" ? splitLines(content) : content];
    }),
  );
}

function isJson(mime: string): boolean {
  return /[/+]json$/.test(mime);
}
