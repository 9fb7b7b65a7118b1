import { applyOutputEvent, type OutputEvent } from "./output-events.ts";
import type { BundleOutput, MimeBundle, Output, StreamOutput } from "./output-types.ts";

/** How much one cell may give before the rest is dropped. */
export interface OutputLimits {
  readonly count: number;
  /** Of text, and of displays and results as JSON, counted in UTF-16 units. */
  readonly characters: number;
}

export interface DisplayOptions {
  /** Names the display, so that a later call can update it. */
  readonly displayId?: string | undefined;
  /** Puts this in the place of the display of that id; where there is none, nothing is shown. */
  readonly update?: boolean | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

interface Place {
  readonly cell: string;
  readonly index: number;
}

type Replacement = Extract<OutputEvent, { kind: "replace" }>;

/** Updates of displays are reported together after so many milliseconds: only the last of each is seen anyway. */
const updateInterval = 40;

/** Gathers the outputs of a session's cells and reports every change. */
export class OutputRecorder {
  readonly #limits: OutputLimits;
  readonly #onOutput: (event: OutputEvent) => void;
  readonly #outputs = new Map<string, Output[]>();
  readonly #displays = new Map<string, Place>();
  #cell = "";
  #count = 0;
  #characters = 0;
  #full = false;
  /** Updates that are still to be reported, by display id. */
  readonly #unreported = new Map<string, Replacement>();
  #lastReport = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(limits: OutputLimits, onOutput: (event: OutputEvent) => void) {
    this.#limits = limits;
    this.#onOutput = onOutput;
  }

  /** From here on outputs belong to this cell; what it gave before is forgotten. */
  begin(cell: string): void {
    this.#cell = cell;
    this.#count = 0;
    this.#characters = 0;
    this.#full = false;
    this.clear();
  }

  outputs(cell: string): readonly Output[] {
    return this.#outputs.get(cell) ?? [];
  }

  /** Whether the current cell gave more than its limit. */
  get full(): boolean {
    return this.#full;
  }

  write(name: StreamOutput["name"], text: string): void {
    if (text === "" || !this.#admit(text.length)) return;
    this.#write(name, text);
  }

  display(data: MimeBundle, { displayId, update, metadata }: DisplayOptions = {}): void {
    const output = this.#bundle("display", data, metadata);
    if (update) this.#update(displayId, output);
    else if (this.#admit(JSON.stringify(output).length)) {
      if (displayId !== undefined) {
        this.#displays.set(displayId, { cell: this.#cell, index: this.outputs(this.#cell).length });
      }
      this.#apply({ cell: this.#cell, kind: "add", output });
    }
  }

  result(data: MimeBundle): void {
    const output = this.#bundle("result", data);
    if (this.#admit(JSON.stringify(output).length)) this.#apply({ cell: this.#cell, kind: "add", output });
  }

  /** An error is always let through: it is the last that a cell gives. */
  error(name: string, message: string): void {
    this.#apply({ cell: this.#cell, kind: "add", output: { type: "error", name, message } });
  }

  clear(): void {
    for (const [id, place] of this.#displays) {
      if (place.cell !== this.#cell) continue;
      this.#displays.delete(id);
      this.#unreported.delete(id);
    }
    this.#apply({ cell: this.#cell, kind: "clear" });
  }

  /** Reports the updates that wait. */
  report(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastReport = Date.now();
    const events = [...this.#unreported.values()];
    this.#unreported.clear();
    for (const event of events) this.#onOutput(event);
  }

  /** An update takes the room of what it replaces, so that a display may change as often as it likes. */
  #update(displayId: string | undefined, output: BundleOutput): void {
    const place = displayId === undefined ? undefined : this.#displays.get(displayId);
    if (displayId === undefined || place === undefined || this.#full) return;
    const { cell, index } = place;
    const before = JSON.stringify(this.outputs(cell)[index]).length;
    if (!this.#admit(JSON.stringify(output).length - before, 0)) return;
    const event = { cell, kind: "replace", index, output } as const;
    this.#outputs.set(cell, applyOutputEvent(this.outputs(cell), event));
    this.#unreported.set(displayId, event);
    if (Date.now() - this.#lastReport >= updateInterval) this.report();
    // For a cell that waits; one that computes reports by its later updates and when it ends.
    else this.#timer ??= setTimeout(() => this.report(), updateInterval);
  }

  #bundle(type: BundleOutput["type"], data: MimeBundle, metadata?: BundleOutput["metadata"]): BundleOutput {
    // A copy: what is shown now must not change with the value. It also refuses what is no JSON, such as cycles.
    const copy = JSON.parse(JSON.stringify(data)) as MimeBundle;
    if (metadata === undefined || Object.keys(metadata).length === 0) return { type, data: copy };
    return { type, data: copy, metadata: JSON.parse(JSON.stringify(metadata)) };
  }

  #admit(characters: number, outputs = 1): boolean {
    if (this.#full) return false;
    this.#count += outputs;
    this.#characters += characters;
    if (this.#count <= this.#limits.count && this.#characters <= this.#limits.characters) return true;
    this.#full = true;
    const { count, characters: most } = this.#limits;
    this.#write("stderr", `Output cut: a cell may give ${count} outputs and ${most} characters.\n`);
    return false;
  }

  #write(name: StreamOutput["name"], text: string): void {
    const outputs = this.outputs(this.#cell);
    const last = outputs.at(-1);
    if (last?.type === "stream" && last.name === name) {
      this.#apply({ cell: this.#cell, kind: "append", index: outputs.length - 1, text });
    } else {
      this.#apply({ cell: this.#cell, kind: "add", output: { type: "stream", name, text } });
    }
  }

  #apply(event: OutputEvent): void {
    this.#outputs.set(event.cell, applyOutputEvent(this.outputs(event.cell), event));
    this.#onOutput(event);
  }
}
