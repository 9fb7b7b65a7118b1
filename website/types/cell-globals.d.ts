/**
 * What cells have beside the language itself: what Node, Jupyter's kernel and the page's runner all give, and no request.
 * Written out, because a browser's own declarations promise a document and a network that cells do not have.
 */

interface Console {
  /** Writes its arguments, readable, as the cell's output. */
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  debug(...values: unknown[]): void;
  /** Writes its arguments, readable, as the cell's output of warnings and errors. */
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  /** Writes as `warn` does, when the condition does not hold. */
  assert(condition?: boolean, ...values: unknown[]): void;
  /** Writes an object with all that it has, whatever it says of itself. */
  dir(value: unknown, options?: { depth?: number | null; showHidden?: boolean }): void;
  dirxml(...values: unknown[]): void;
  trace(...values: unknown[]): void;
  /** Writes a list of records as a table, with the named columns or all. */
  table(rows: unknown, columns?: readonly string[]): void;
  /** Indents what follows, until `groupEnd`. */
  group(...values: unknown[]): void;
  groupCollapsed(...values: unknown[]): void;
  groupEnd(): void;
  /** Writes how often it was called with this label. */
  count(label?: string): void;
  countReset(label?: string): void;
  /** Begins to measure; `timeLog` and `timeEnd` with the same label write how long ago that was. */
  time(label?: string): void;
  timeLog(label?: string, ...values: unknown[]): void;
  timeEnd(label?: string): void;
  clear(): void;
}
declare var console: Console;

/** Calls the function once, after so many milliseconds. What comes back, a number or an object, stops it. */
declare function setTimeout<Arguments extends unknown[]>(
  callback: (...args: Arguments) => void,
  delay?: number,
  ...args: Arguments
): NonNullable<unknown>;
declare function clearTimeout(timer: unknown): void;
/** Calls the function again and again, with so many milliseconds between. What comes back stops it. */
declare function setInterval<Arguments extends unknown[]>(
  callback: (...args: Arguments) => void,
  delay?: number,
  ...args: Arguments
): NonNullable<unknown>;
declare function clearInterval(timer: unknown): void;
/** Calls the function when the code that runs now has ended. */
declare function queueMicrotask(callback: () => void): void;

interface Performance {
  /** Milliseconds since some moment that stays the same. */
  now(): number;
  readonly timeOrigin: number;
}
declare var performance: Performance;

/** A deep copy, of what holds no function. */
declare function structuredClone<T>(value: T, options?: { transfer?: readonly ArrayBuffer[] }): T;

interface TextEncoder {
  /** The text's bytes in UTF-8. */
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare var TextEncoder: { new (): TextEncoder };

interface TextDecoder {
  readonly encoding: string;
  decode(bytes?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string;
}
declare var TextDecoder: {
  new (encoding?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }): TextDecoder;
};

/** Text of base64, as a string with a character for each byte. */
declare function atob(base64: string): string;
declare function btoa(bytes: string): string;

interface Crypto {
  /** Fills an array of whole numbers with ones that nobody can foretell, and that no seed brings back. */
  getRandomValues<T extends Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array>(
    array: T,
  ): T;
}
declare var crypto: Crypto;

interface URLSearchParams extends Iterable<[string, string]> {
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
}
declare var URLSearchParams: { new (query?: string): URLSearchParams };

interface URL {
  readonly href: string;
  readonly origin: string;
  readonly host: string;
  readonly pathname: string;
  readonly search: string;
  readonly searchParams: URLSearchParams;
  readonly hash: string;
}
declare var URL: { new (url: string, base?: string | URL): URL };

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}
declare var AbortSignal: { abort(reason?: unknown): AbortSignal; timeout(milliseconds: number): AbortSignal };
interface AbortController {
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
declare var AbortController: { new (): AbortController };
