import type { Refusal } from "./refusal.ts";
import { quoted } from "./refusal.ts";
import { decodeUtf8, isWellFormed } from "./utf8.ts";

const [quote, backslash, zero, nine] = [0x22, 0x5c, 0x30, 0x39];
const whitespace: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * Reads JSON of which every part is asked for by its type: what is not asked for is refused where it stands, so
 * nothing is built that nobody wants, and nothing nests deeper than the reader does. Stricter than `JSON.parse`:
 * a name stands once in an object, strings are sound Unicode, numbers are whole and exact.
 */
export class JsonReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #refusal: Refusal;
  #at: number;

  /** Reads `bytes` from `start` up to `end`; `refusal` makes the errors. */
  constructor(bytes: Uint8Array, start: number, end: number, refusal: Refusal) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#refusal = refusal;
  }

  /** Where the next value starts. */
  get offset(): number {
    while (this.#at < this.#end && whitespace.has(this.#bytes[this.#at]!)) this.#at++;
    return this.#at;
  }

  /** An object; `member` reads the value of each name, which starts at `offset`. */
  object(member: (name: string, offset: number) => void): void {
    const names = new Set<string>();
    this.#list("{", "}", () => {
      const offset = this.offset;
      const name = this.string();
      if (names.has(name)) throw this.#refusal(offset, `the name ${quoted(name)} stands twice in one object`);
      names.add(name);
      this.#expect(":");
      member(name, offset);
    });
  }

  /** An array; `item` reads each value. */
  array(item: () => void): void {
    this.#list("[", "]", item);
  }

  string(): string {
    const start = this.offset;
    if (this.#bytes[start] !== quote || start >= this.#end) throw this.#unexpected("a string");
    let end = start + 1;
    for (; end < this.#end && this.#bytes[end] !== quote; end++) if (this.#bytes[end] === backslash) end++;
    if (end >= this.#end) throw this.#refusal(start, "the string that starts here does not end");
    this.#at = end + 1;
    const token = decodeUtf8(this.#bytes.slice(start, end + 1));
    if (token === undefined) throw this.#refusal(start, "the string that starts here is not UTF-8");
    const value = textOf(token);
    if (value === undefined || !isWellFormed(value)) {
      throw this.#refusal(
        start,
        "the string that starts here has a character or an escape that JSON forbids",
      );
    }
    return value;
  }

  /** A whole number from 0 to 2 ** 53 - 1, written without sign, point or exponent. */
  wholeNumber(): number {
    const start = this.offset;
    let value = 0;
    while (this.#at < this.#end) {
      const digit = this.#bytes[this.#at]!;
      if (digit < zero || digit > nine) break;
      value = value * 10 + (digit - zero);
      if (value > Number.MAX_SAFE_INTEGER) throw this.#refusal(start, "the number is more than 2 ** 53 - 1");
      this.#at++;
    }
    if (this.#at === start) throw this.#unexpected("a whole number from 0 to 2 ** 53 - 1");
    if (this.#bytes[start] === zero && this.#at > start + 1) {
      throw this.#refusal(start, "a number does not start with 0");
    }
    return value;
  }

  /** Nothing but whitespace may follow. */
  end(): void {
    if (this.offset < this.#end) throw this.#unexpected("nothing more");
  }

  #list(open: string, close: string, item: () => void): void {
    this.#expect(open);
    if (this.#take(close)) return;
    do item();
    while (this.#take(","));
    if (!this.#take(close)) throw this.#unexpected(`"," or "${close}"`);
  }

  #take(character: string): boolean {
    const found = this.offset < this.#end && this.#bytes[this.#at] === character.charCodeAt(0);
    if (found) this.#at++;
    return found;
  }

  #expect(character: string): void {
    if (!this.#take(character)) throw this.#unexpected(`"${character}"`);
  }

  #unexpected(expected: string): Error {
    const byte = this.#bytes[this.offset]!;
    const printable = byte > 0x20 && byte < 0x7f;
    const found = printable ? JSON.stringify(String.fromCharCode(byte)) : `the byte ${byte}`;
    return this.#refusal(this.#at, `expected ${expected}, found ${this.#at < this.#end ? found : "the end"}`);
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
