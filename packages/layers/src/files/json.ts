import { Cursor } from "./cursor.ts";
import { quoted } from "./refusal.ts";
import { decodeUtf8, isWellFormed } from "./utf8.ts";

const [quote, backslash] = [0x22, 0x5c];

/**
 * Reads JSON of which every part is asked for by its type: what is not asked for is refused where it stands, so
 * nothing is built that nobody wants, and nothing nests deeper than the reader does. Stricter than `JSON.parse`:
 * a name stands once in an object, strings are sound Unicode, numbers are whole and exact.
 */
export class JsonReader extends Cursor {
  /** An object; `member` reads the value of each name, which starts at `offset`. */
  object(member: (name: string, offset: number) => void): void {
    const names = new Set<string>();
    this.#list("{", "}", () => {
      const offset = this.offset;
      const name = this.string();
      if (names.has(name)) throw this.refusal(offset, `the name ${quoted(name)} stands twice in one object`);
      names.add(name);
      this.expect(":");
      member(name, offset);
    });
  }

  /** An array; `item` reads each value. */
  array(item: () => void): void {
    this.#list("[", "]", item);
  }

  string(): string {
    if (!this.sees('"')) throw this.unexpected("a string");
    const start = this.at;
    let end = start + 1;
    for (; end < this.last && this.bytes[end] !== quote; end++) if (this.bytes[end] === backslash) end++;
    if (end >= this.last) throw this.refusal(start, "the string that starts here does not end");
    this.at = end + 1;
    const token = decodeUtf8(this.bytes.slice(start, end + 1));
    if (token === undefined) throw this.refusal(start, "the string that starts here is not UTF-8");
    const value = textOf(token);
    if (value === undefined || !isWellFormed(value)) {
      throw this.refusal(start, "the string that starts here has a character or an escape that JSON forbids");
    }
    return value;
  }

  #list(open: string, close: string, item: () => void): void {
    this.expect(open);
    if (this.take(close)) return;
    do item();
    while (this.take(","));
    if (!this.take(close)) throw this.unexpected(`"," or "${close}"`);
  }
}

/** The text that a string in quotes stands for; undefined where JSON forbids a part of it. */
function textOf(token: string): string | undefined {
  try {
    return JSON.parse(token) as string;
  } catch {
    return undefined;
  }
}
