interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Replacements in a text, given by offsets into the original and applied at once. They must not overlap. */
export class SourceEdits {
  readonly #source: string;
  readonly #edits: Edit[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  insert(at: number, text: string): void {
    this.replace(at, at, text);
  }

  /** Line breaks of the removed text are kept, so that every later line keeps its number. */
  remove(start: number, end: number): void {
    this.replace(start, end, this.#source.slice(start, end).replace(/[^\n]/g, ""));
  }

  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text });
  }

  /** The text with all edits; of two edits at one place the one made first comes first. */
  apply(): string {
    let result = "";
    let position = 0;
    for (const { start, end, text } of [...this.#edits].sort((a, b) => a.start - b.start)) {
      result += this.#source.slice(position, start) + text;
      position = end;
    }
    return result + this.#source.slice(position);
  }
}
