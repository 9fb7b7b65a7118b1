import type { JsonObject, Message } from "../protocol/message.ts";

/** Contents by MIME type; text is one string, JSON types are values. */
export type MimeData = Readonly<Record<string, unknown>>;

/** The outputs of a cell in the form of nbformat 4.5, texts as one string. */
export interface StreamOutput {
  readonly output_type: "stream";
  readonly name: "stdout" | "stderr";
  text: string;
}
export interface DisplayOutput {
  readonly output_type: "display_data";
  data: MimeData;
  metadata: JsonObject;
}
export interface ResultOutput {
  readonly output_type: "execute_result";
  readonly execution_count: number;
  readonly data: MimeData;
  readonly metadata: JsonObject;
}
export interface ErrorOutput {
  readonly output_type: "error";
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** Displays that can be updated, by display id, over all cells of a kernel. */
export type Displays = Map<string, DisplayOutput[]>;

/**
 * Gathers the outputs of one cell as a notebook would hold them: consecutive writes to a stream are one output, an
 * update changes the displays of its id, clear_output removes what is there.
 */
export class OutputCollector {
  readonly outputs: Output[] = [];
  readonly #displays: Displays;
  #clearBeforeNext = false;

  constructor(displays: Displays) {
    this.#displays = displays;
  }

  add({ header, content }: Message): void {
    switch (header.msg_type) {
      case "stream":
        this.#addText(content as unknown as StreamOutput);
        break;
      case "display_data":
        this.#addDisplay(content);
        break;
      case "execute_result":
        this.#push({
          output_type: "execute_result",
          execution_count: content.execution_count as number,
          data: content.data as MimeData,
          metadata: content.metadata as JsonObject,
        });
        break;
      case "error": {
        const { ename, evalue, traceback } = content as unknown as ErrorOutput;
        this.#push({ output_type: "error", ename, evalue, traceback });
        break;
      }
      case "update_display_data":
        this.#update(content);
        break;
      case "clear_output":
        this.#clearBeforeNext = content.wait === true;
        if (!this.#clearBeforeNext) this.outputs.length = 0;
    }
  }

  #addText({ name, text }: StreamOutput): void {
    const last = this.outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name && !this.#clearBeforeNext) last.text += text;
    else this.#push({ output_type: "stream", name, text });
  }

  #addDisplay(content: JsonObject): void {
    const output: DisplayOutput = {
      output_type: "display_data",
      data: content.data as MimeData,
      metadata: content.metadata as JsonObject,
    };
    this.#push(output);
    const id = displayId(content);
    if (id !== undefined) this.#displays.set(id, [...(this.#displays.get(id) ?? []), output]);
  }

  #update(content: JsonObject): void {
    for (const output of this.#displays.get(displayId(content) ?? "") ?? []) {
      output.data = content.data as MimeData;
      output.metadata = content.metadata as JsonObject;
    }
  }

  #push(output: Output): void {
    if (this.#clearBeforeNext) this.outputs.length = 0;
    this.#clearBeforeNext = false;
    this.outputs.push(output);
  }
}

function displayId(content: JsonObject): string | undefined {
  return (content.transient as { readonly display_id?: string } | undefined)?.display_id;
}
