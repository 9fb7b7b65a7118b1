import { HuffmanCode } from "./huffman.ts";
import type { Refusal } from "./refusal.ts";

/** Deflate's symbols for the lengths of repeats, from 257 on: the shortest, and how many more bits follow. */
const lengthBase = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
/** And for how far back they reach. */
const distanceBase = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const distanceBits = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
/** In which order the lengths of the codes for lengths of codes are written. */
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const endOfBlock = 256;
/** Lengths of the fixed codes (RFC 1951, section 3.2.6). */
const fixedLengths = Array.from({ length: 288 }, (_, symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);
const fixedLiterals: HuffmanCode = new HuffmanCode(fixedLengths);
const fixedDistances: HuffmanCode = new HuffmanCode(new Array<number>(32).fill(5));

export interface Deflated {
  /** Where the compressed bytes lie, `end` excluded. */
  readonly start: number;
  readonly end: number;
  /** How many bytes they hold. */
  readonly size: number;
}

/**
 * The bytes that deflate compressed, which are `size` exactly, or the first of them, `most` at least.
 * Memory grows with what is found, up to twice as much, so that a false `size` costs nothing. Throws the refusal for
 * a damaged stream, for one that ends early or goes on, and as soon as there is more than `size`.
 *
 * Source: RFC 1951.
 */
export function inflate(
  bytes: Uint8Array,
  place: Deflated,
  refusal: Refusal,
  most: number = place.size,
): Uint8Array {
  return new Inflation(bytes, place, refusal, most).run();
}

class Inflation {
  readonly #bytes: Uint8Array;
  readonly #place: Deflated;
  readonly #refusal: Refusal;
  readonly #most: number;
  #at: number;
  /** Bits that are read but not yet used, lowest first, and how many. */
  #bits = 0;
  #bitCount = 0;
  #output: Uint8Array;
  #length = 0;

  constructor(bytes: Uint8Array, place: Deflated, refusal: Refusal, most: number) {
    this.#bytes = bytes;
    this.#place = place;
    this.#refusal = refusal;
    this.#most = most;
    this.#at = place.start;
    this.#output = new Uint8Array(Math.min(place.size, 1 << 15));
  }

  run(): Uint8Array {
    const { end, size } = this.#place;
    let final = false;
    while (!final) {
      final = this.#take(1) === 1;
      const type = this.#take(2);
      if (type === 0) this.#stored();
      else if (type === 1) this.#compressed(fixedLiterals, fixedDistances);
      else if (type === 2) this.#dynamic();
      else throw this.#damaged("a block is of type 3, expected 0, 1 or 2");
      if (this.#most < size && this.#length >= this.#most) return this.#output.subarray(0, this.#length);
    }
    if (this.#length < size) {
      throw this.#refusal(
        this.#offset,
        `the data inflate to ${this.#length} bytes, the file announces ${size}`,
      );
    }
    if (this.#offset < end) {
      throw this.#refusal(this.#offset, `${end - this.#offset} bytes follow the end of the compressed data`);
    }
    return this.#output;
  }

  /** A block of bytes as they are. */
  #stored(): void {
    // What is left of the last byte does not count.
    this.#take(this.#bitCount & 7);
    const length = this.#take(16);
    const complement = this.#take(16);
    if ((length ^ complement) !== 0xffff) throw this.#damaged("a stored block has a wrong length");
    this.#reserve(length);
    this.#at = this.#offset;
    this.#bits = 0;
    this.#bitCount = 0;
    if (this.#at + length > this.#place.end) throw this.#early();
    this.#output.set(this.#bytes.subarray(this.#at, this.#at + length), this.#length);
    this.#at += length;
    this.#length += length;
  }

  /** A block whose codes are written before it, by the lengths of the codes, compressed themselves. */
  #dynamic(): void {
    const literalCount = this.#take(5) + 257;
    const distanceCount = this.#take(5) + 1;
    const orderCount = this.#take(4) + 4;
    if (literalCount > 286 || distanceCount > 30) throw this.#damaged("a block has too many symbols");
    const lengths = new Uint8Array(19);
    for (const symbol of lengthOrder.slice(0, orderCount)) lengths[symbol] = this.#take(3);
    const all = this.#codeLengths(this.#code(lengths, false), literalCount + distanceCount);
    if (all[endOfBlock] === 0) throw this.#damaged("a block has no symbol for its end");
    this.#compressed(
      this.#code(all.subarray(0, literalCount), true),
      this.#code(all.subarray(literalCount), true),
    );
  }

  #codeLengths(code: HuffmanCode, count: number): Uint8Array {
    const lengths = new Uint8Array(count);
    let i = 0;
    while (i < count) {
      const symbol = this.#symbol(code);
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      if (symbol === 16 && i === 0)
        throw this.#damaged("the first length of a code repeats the one before it");
      const value = symbol === 16 ? lengths[i - 1]! : 0;
      const times =
        symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (i + times > count) throw this.#damaged("a block has more lengths of codes than symbols");
      lengths.fill(value, i, i + times);
      i += times;
    }
    return lengths;
  }

  /** A code of these lengths, which must use up all codes, or have a single one where that is allowed. */
  #code(lengths: Uint8Array, singleAllowed: boolean): HuffmanCode {
    const code = new HuffmanCode(lengths);
    const single = code.longest === 0 || (singleAllowed && code.longest === 1);
    if (code.unused < 0 || (code.unused > 0 && !single))
      throw this.#damaged("the lengths of codes fit no code");
    return code;
  }

  #compressed(literals: HuffmanCode, distances: HuffmanCode): void {
    while (this.#length < this.#most || this.#most === this.#place.size) {
      const symbol = this.#symbol(literals);
      if (symbol === endOfBlock) return;
      if (symbol < endOfBlock) {
        this.#reserve(1);
        this.#output[this.#length++] = symbol;
        continue;
      }
      const lengthSymbol = symbol - endOfBlock - 1;
      if (lengthSymbol >= lengthBase.length) throw this.#damaged(`the symbol ${symbol} means nothing`);
      const length = lengthBase[lengthSymbol]! + this.#take(lengthBits[lengthSymbol]!);
      const distanceSymbol = this.#symbol(distances);
      if (distanceSymbol >= distanceBase.length)
        throw this.#damaged(`the distance ${distanceSymbol} means nothing`);
      const distance = distanceBase[distanceSymbol]! + this.#take(distanceBits[distanceSymbol]!);
      if (distance > this.#length)
        throw this.#damaged(`a repeat reaches ${distance} bytes back, of ${this.#length}`);
      this.#reserve(length);
      const output = this.#output;
      // One by one: a repeat may overlap itself.
      for (let end = this.#length + length; this.#length < end; this.#length++) {
        output[this.#length] = output[this.#length - distance]!;
      }
    }
  }

  #symbol(code: HuffmanCode): number {
    this.#fill();
    const found = code.find(this.#bits);
    if (found === 0) throw this.#bitCount < 15 ? this.#early() : this.#damaged("a code has no symbol");
    this.#drop(found & 15);
    return found >> 4;
  }

  /** The next bits as a number, the first the lowest. */
  #take(count: number): number {
    this.#fill();
    const value = this.#bits & ((1 << count) - 1);
    this.#drop(count);
    return value;
  }

  /** At least 25 bits, as long as there are any. */
  #fill(): void {
    while (this.#bitCount <= 24 && this.#at < this.#place.end) {
      this.#bits |= this.#bytes[this.#at++]! << this.#bitCount;
      this.#bitCount += 8;
    }
  }

  #drop(count: number): void {
    if (count > this.#bitCount) throw this.#early();
    this.#bits >>>= count;
    this.#bitCount -= count;
  }

  /** Room for `count` more bytes. */
  #reserve(count: number): void {
    const { size } = this.#place;
    const needed = this.#length + count;
    if (needed <= this.#output.length) return;
    if (needed > size) {
      throw this.#refusal(
        this.#offset,
        `the data inflate to more than the ${size} bytes that the file announces`,
      );
    }
    const larger = new Uint8Array(Math.min(size, Math.max(needed, 2 * this.#output.length)));
    larger.set(this.#output);
    this.#output = larger;
  }

  /** Where the first byte lies of which no bit is used. */
  get #offset(): number {
    return this.#at - (this.#bitCount >> 3);
  }

  #damaged(reason: string): Error {
    return this.#refusal(this.#offset, `the compressed data are damaged: ${reason}`);
  }

  #early(): Error {
    return this.#refusal(this.#place.end, "the compressed data end early");
  }
}
