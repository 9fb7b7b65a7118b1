/** No code of deflate has more bits. */
const longestCode = 15;
/** Codes of up to so many bits are looked up at once; a table for all would take long to fill. */
const fastBits = 9;

/**
 * A canonical Huffman code: codes of one length are consecutive numbers in the order of their symbols, and start where
 * the shorter ones leave off (RFC 1951, section 3.2.2).
 */
export class HuffmanCode {
  /** By the next 9 bits: 16 times the symbol plus the code's length; 0 where the code is longer or none. */
  readonly #fast = new Uint16Array(1 << fastBits);
  readonly #countOfLength = new Uint16Array(longestCode + 1);
  /** Ordered by code. */
  readonly #symbols: Uint16Array;
  /** Codes that are left over: below 0 if there are more codes than bits can tell apart. */
  readonly unused: number;
  readonly longest: number;

  /** `lengths` has the bits of each symbol's code, 0 for a symbol that does not occur. */
  constructor(lengths: ArrayLike<number>) {
    this.#symbols = new Uint16Array(lengths.length);
    for (let symbol = 0; symbol < lengths.length; symbol++) this.#countOfLength[lengths[symbol]!]!++;
    this.#countOfLength[0] = 0;
    const nextCode = new Uint32Array(longestCode + 2);
    const nextPlace = new Uint16Array(longestCode + 2);
    let unused = 1;
    let longest = 0;
    for (let length = 1; length <= longestCode; length++) {
      const count = this.#countOfLength[length]!;
      unused = 2 * unused - count;
      if (count > 0) longest = length;
      nextCode[length + 1] = (nextCode[length]! + count) << 1;
      nextPlace[length + 1] = nextPlace[length]! + count;
    }
    this.unused = unused;
    this.longest = longest;
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      const length = lengths[symbol]!;
      if (length === 0) continue;
      this.#symbols[nextPlace[length]!++] = symbol;
      const code = nextCode[length]!++;
      if (length > fastBits) continue;
      // The stream has a code's highest bit first.
      const start = reverse(code, length);
      for (let bits = start; bits < this.#fast.length; bits += 1 << length) {
        this.#fast[bits] = (symbol << 4) | length;
      }
    }
  }

  /** 16 times the symbol whose code comes first in `bits`, lowest bit first, plus the code's length; 0 if it is none. */
  find(bits: number): number {
    const fast = this.#fast[bits & ((1 << fastBits) - 1)]!;
    return fast !== 0 ? fast : this.#findLong(bits);
  }

  #findLong(bits: number): number {
    let code = 0;
    let first = 0;
    let place = 0;
    for (let length = 1; length <= longestCode; length++) {
      code |= (bits >>> (length - 1)) & 1;
      const count = this.#countOfLength[length]!;
      if (code - first < count) return (this.#symbols[place + code - first]! << 4) | length;
      place += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return 0;
  }
}

function reverse(code: number, length: number): number {
  let reversed = 0;
  for (let bit = 0; bit < length; bit++) reversed |= ((code >>> bit) & 1) << (length - 1 - bit);
  return reversed;
}
