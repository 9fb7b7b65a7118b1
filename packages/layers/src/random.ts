import { FormatError } from "./errors.ts";
import { cosineAndSine, log } from "./mathematics.ts";

const size = 624;
const middle = 397;

/**
 * A stream of random numbers that a seed determines, the same on every machine: MT19937, the Mersenne Twister
 * of Matsumoto and Nishimura (ACM TOMACS 8, 1998), which PyTorch uses on the CPU. Numbers are drawn from it as
 * PyTorch does, so that the same seed gives the same `rand`, `randn`, `randint` and `randperm`.
 *
 * Throws FormatError for a seed that is no whole number from 0 to 2 ** 53 - 1.
 *
 * @example
 * import { rand, RandomGenerator } from "@layerbook/layers";
 * const draw = () => rand([2], { generator: new RandomGenerator(7) });
 * draw().sub(draw()); // [0, 0]
 */
export class RandomGenerator {
  readonly #state = new Uint32Array(size);
  #next = size;
  #spareNormal: number | null = null;

  constructor(seed: number) {
    this.seed(seed);
  }

  /** Starts the stream over, from `seed`. */
  seed(seed: number): void {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new FormatError(
        `Cannot seed a generator with ${seed}: expected a whole number from 0 to 2 ** 53 - 1`,
      );
    }
    const state = this.#state;
    // As in PyTorch, only the low 32 bits count.
    state[0] = seed % 2 ** 32;
    for (let i = 1; i < size; i++) {
      const previous = state[i - 1]!;
      state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
    this.#next = size;
    this.#spareNormal = null;
  }

  /** A whole number from 0 to 2 ** 32 - 1, each as likely as any other. */
  uint32(): number {
    if (this.#next === size) this.#twist();
    let y = this.#state[this.#next++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < size; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % size]! & 0x7fffffff);
      state[i] = state[(i + middle) % size]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }

  /** A multiple of 2 ** -24 in 0..1, without 1: as fine as float32 has between 1/2 and 1. */
  uniform24(): number {
    return (this.uint32() & 0xffffff) * 2 ** -24;
  }

  /** A multiple of 2 ** -53 in 0..1, without 1. */
  uniform53(): number {
    const high = this.uint32() & 0x1fffff;
    return (high * 2 ** 32 + this.uint32()) * 2 ** -53;
  }

  /** A number from the normal distribution of mean 0 and variance 1, by the method of Box and Muller (1958). */
  normal(): number {
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal;
      this.#spareNormal = null;
      return spare;
    }
    const turns = this.uniform53();
    const radius = Math.sqrt(-2 * log(1 - this.uniform53()));
    const [cosine, sine] = cosineAndSine(turns);
    this.#spareNormal = radius * sine;
    return radius * cosine;
  }
}

/** The generator that is used where none is given. Fixed at the start, so that a page gives the same each time. */
export const defaultGenerator: RandomGenerator = new RandomGenerator(0);

/**
 * Seeds the generator that is used where none is given. Throws as `new RandomGenerator` does.
 *
 * @example
 * import { manualSeed, rand } from "@layerbook/layers";
 * manualSeed(0);
 * rand([1]); // [0.4963]
 * manualSeed(0);
 * rand([1]); // [0.4963]
 */
export function manualSeed(seed: number): void {
  defaultGenerator.seed(seed);
}
