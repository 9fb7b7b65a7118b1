import { Cursor } from "./cursor.ts";
import { quoted } from "./refusal.ts";

/**
 * Reads a literal of Python of which every part is asked for by its type, as far as the header of an npy file goes:
 * dictionaries, strings without escapes, True and False, tuples of whole numbers.
 */
export class PythonReader extends Cursor {
  /** A dictionary; `member` reads the value of each key, which starts at `offset`. */
  dictionary(member: (key: string, offset: number) => void): void {
    const keys = new Set<string>();
    this.expect("{");
    while (!this.take("}")) {
      const offset = this.offset;
      const key = this.string();
      if (keys.has(key)) throw this.refusal(offset, `the key ${quoted(key)} stands twice`);
      keys.add(key);
      this.expect(":");
      member(key, offset);
      if (!this.take(",") && !this.sees("}")) throw this.unexpected('"," or "}"');
    }
  }

  string(): string {
    const quote = ["'", '"'].find((mark) => this.take(mark));
    if (quote === undefined) throw this.unexpected("a string");
    const start = this.at;
    let text = "";
    for (; this.at < this.last; this.at++) {
      const character = String.fromCharCode(this.bytes[this.at]!);
      if (character === quote) {
        this.at++;
        return text;
      }
      if (character < " " || character > "~" || character === "\\") {
        throw this.refusal(this.at, `a string holds the byte ${this.bytes[this.at]}, expected plain ASCII`);
      }
      text += character;
    }
    throw this.refusal(start - 1, "the string that starts here does not end");
  }

  boolean(): boolean {
    for (const [word, value] of [
      ["True", true],
      ["False", false],
    ] as const) {
      const start = this.offset;
      const end = Math.min(start + word.length, this.last);
      if (String.fromCharCode(...this.bytes.subarray(start, end)) !== word) continue;
      this.at = end;
      return value;
    }
    throw this.unexpected("True or False");
  }

  /** A tuple of at most `most` whole numbers; one alone has a comma behind it. */
  tuple(most: number): number[] {
    const numbers: number[] = [];
    this.expect("(");
    while (!this.take(")")) {
      if (numbers.length === most) throw this.refusal(this.at, `a tuple has more than ${most} numbers`);
      numbers.push(this.wholeNumber());
      // Python 2 marked long integers.
      this.take("L");
      if (!this.take(",") && (numbers.length === 1 || !this.sees(")"))) throw this.unexpected('","');
    }
    return numbers;
  }
}
