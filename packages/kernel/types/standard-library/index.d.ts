/**
 * What ECMAScript 2023 to 2025 added and the pinned Node has, for cells: tslab's TypeScript, 5.0, is older.
 * Source: the specification's own signatures, https://tc39.es/ecma262/
 */
interface Array<T> {
  toReversed(): T[];
  toSorted(compare?: (a: T, b: T) => number): T[];
  toSpliced(start: number, deleteCount: number, ...items: T[]): T[];
  toSpliced(start: number, deleteCount?: number): T[];
  with(index: number, value: T): T[];
}

interface ReadonlyArray<T> {
  toReversed(): T[];
  toSorted(compare?: (a: T, b: T) => number): T[];
  toSpliced(start: number, deleteCount: number, ...items: T[]): T[];
  toSpliced(start: number, deleteCount?: number): T[];
  with(index: number, value: T): T[];
}

interface Int8Array extends SortedCopies<Int8Array> {}
interface Uint8Array extends SortedCopies<Uint8Array> {}
interface Uint8ClampedArray extends SortedCopies<Uint8ClampedArray> {}
interface Int16Array extends SortedCopies<Int16Array> {}
interface Uint16Array extends SortedCopies<Uint16Array> {}
interface Int32Array extends SortedCopies<Int32Array> {}
interface Uint32Array extends SortedCopies<Uint32Array> {}
interface Float32Array extends SortedCopies<Float32Array> {}
interface Float64Array extends SortedCopies<Float64Array> {}

/** The methods of typed arrays that return a changed copy. */
interface SortedCopies<Self> {
  toReversed(): Self;
  toSorted(compare?: (a: number, b: number) => number): Self;
  with(index: number, value: number): Self;
}

interface ObjectConstructor {
  groupBy<K extends PropertyKey, T>(
    items: Iterable<T>,
    key: (item: T, index: number) => K,
  ): Partial<Record<K, T[]>>;
}

interface MapConstructor {
  groupBy<K, T>(items: Iterable<T>, key: (item: T, index: number) => K): Map<K, T[]>;
}

interface PromiseConstructor {
  withResolvers<T>(): {
    promise: Promise<T>;
    resolve: (value: T | PromiseLike<T>) => void;
    reject: (reason?: unknown) => void;
  };
}

interface ArrayConstructor {
  fromAsync<T>(items: AsyncIterable<T> | Iterable<T | PromiseLike<T>>): Promise<T[]>;
}

interface Set<T> {
  union<U>(other: ReadonlySet<U>): Set<T | U>;
  intersection<U>(other: ReadonlySet<U>): Set<T & U>;
  difference<U>(other: ReadonlySet<U>): Set<T>;
  symmetricDifference<U>(other: ReadonlySet<U>): Set<T | U>;
  isSubsetOf(other: ReadonlySet<unknown>): boolean;
  isSupersetOf(other: ReadonlySet<unknown>): boolean;
  isDisjointFrom(other: ReadonlySet<unknown>): boolean;
}
