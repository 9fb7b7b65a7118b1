import type { JsonObject } from "../protocol/message.ts";

/** A cell that ran, with the text of its result if it had one. */
interface Entry {
  readonly line: number;
  readonly input: string;
  readonly output: string | null;
}

/** This kernel's session: there are no others, as nothing is kept beyond the kernel's end. */
const session = 1;

/** The cells of this session, for history_request. */
export class History {
  readonly #entries: Entry[] = [];

  add(line: number, input: string, output: unknown): void {
    this.#entries.push({ line, input, output: typeof output === "string" ? output : null });
  }

  /**
   * The entries that a history_request asks for, oldest first: a range of lines, the last ones, or those that match a
   * pattern. Throws a TypeError for another way of access.
   */
  answer(request: JsonObject): JsonObject {
    const history = this.#find(request).map(({ line, input, output }) => [
      session,
      line,
      request.output === true ? [input, output] : input,
    ]);
    return { status: "ok", history };
  }

  #find({ hist_access_type: access, ...request }: JsonObject): readonly Entry[] {
    switch (access) {
      case "range": {
        // Sessions count back from 0, which is this one.
        if (request.session !== session && request.session !== 0) return [];
        const { start, stop } = request;
        const last = typeof stop === "number" ? stop : Number.POSITIVE_INFINITY;
        return this.#entries.filter(({ line }) => line >= Number(start ?? 0) && line < last);
      }
      case "tail":
        return lastOf(this.#entries, request.n);
      case "search": {
        const pattern = globPattern(String(request.pattern ?? "*"));
        const found = this.#entries.filter(({ input }) => pattern.test(input));
        return lastOf(request.unique === true ? withoutRepeated(found) : found, request.n);
      }
      default:
        throw new TypeError(
          `Cannot look into the history by ${JSON.stringify(access)}: expected "range", "tail" or "search"`,
        );
    }
  }
}

/** The last `n`; all when no number is given. */
function lastOf(entries: readonly Entry[], n: unknown): readonly Entry[] {
  return typeof n === "number" ? entries.slice(Math.max(0, entries.length - n)) : entries;
}

/** Of equal inputs the latest. */
function withoutRepeated(entries: readonly Entry[]): readonly Entry[] {
  const latest = new Map(entries.map((entry) => [entry.input, entry]));
  return entries.filter((entry) => latest.get(entry.input) === entry);
}

/** `*` stands for any text, `?` for one character, line breaks included; the pattern is for the whole text. */
function globPattern(glob: string): RegExp {
  const literal = (text: string) => text.replace(/[\\^$.+()[\]{}|]/g, "\\$&");
  const source = glob
    .replace(/\*+/g, "*")
    .split(/([*?])/)
    .map((part) => (part === "*" ? "[^]*" : part === "?" ? "[^]" : literal(part)));
  return new RegExp(`^${source.join("")}$`, "u");
}
