import type { Refusal } from "./refusal.ts";

const [zero, nine] = [0x30, 0x39];
const whitespace: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** A place in bytes that are text: what JSON and Python's literals have in common. */
export class Cursor {
  protected readonly bytes: Uint8Array;
  protected readonly last: number;
  protected readonly refusal: Refusal;
  protected at: number;

  /** Reads `bytes` from `start` up to `end`; `refusal` makes the errors. */
  constructor(bytes: Uint8Array, start: number, end: number, refusal: Refusal) {
    this.bytes = bytes;
    this.at = start;
    this.last = end;
    this.refusal = refusal;
  }

  /** Where the next word starts: whitespace is passed over. */
  get offset(): number {
    while (this.at < this.last && whitespace.has(this.bytes[this.at]!)) this.at++;
    return this.at;
  }

  /** Whether `character` comes next. */
  sees(character: string): boolean {
    return this.offset < this.last && this.bytes[this.at] === character.charCodeAt(0);
  }

  /** A whole number from 0 to 2 ** 53 - 1, written without sign, point or exponent. */
  wholeNumber(): number {
    const start = this.offset;
    let value = 0;
    while (this.at < this.last) {
      const digit = this.bytes[this.at]!;
      if (digit < zero || digit > nine) break;
      value = value * 10 + (digit - zero);
      if (value > Number.MAX_SAFE_INTEGER) throw this.refusal(start, "the number is more than 2 ** 53 - 1");
      this.at++;
    }
    if (this.at === start) throw this.unexpected("a whole number from 0 to 2 ** 53 - 1");
    if (this.bytes[start] === zero && this.at > start + 1) {
      throw this.refusal(start, "a number does not start with 0");
    }
    return value;
  }

  /** Nothing but whitespace may follow. */
  end(): void {
    if (this.offset < this.last) throw this.unexpected("nothing more");
  }

  /** Moves behind `character` if it comes next. */
  protected take(character: string): boolean {
    const found = this.sees(character);
    if (found) this.at++;
    return found;
  }

  protected expect(character: string): void {
    if (!this.take(character)) throw this.unexpected(`"${character}"`);
  }

  protected unexpected(expected: string): Error {
    const byte = this.bytes[this.offset]!;
    const printable = byte > 0x20 && byte < 0x7f;
    const found = printable ? JSON.stringify(String.fromCharCode(byte)) : `the byte ${byte}`;
    return this.refusal(this.at, `expected ${expected}, found ${this.at < this.last ? found : "the end"}`);
  }
}
