import type { DeclaredName } from "./compile.ts";

// Taken once: a cell may declare a name of its own called Object or ReferenceError.
const { defineProperty, getOwnPropertyDescriptor } = Object;
const ReferenceErrorClass = ReferenceError;

/**
 * The names that cells declare, kept as properties of the global object.
 *
 * The global object is what makes a page a notebook: cells are separate pieces of code, and it is the one scope that all
 * of them, and every function that they leave behind, look names up in while they run. It is a worker's own global
 * object, which is thrown away with the worker.
 */
export class GlobalScope {
  readonly #target: object = globalThis;
  /** What the global object had under each name before a cell declared it. */
  readonly #before = new Map<string, PropertyDescriptor | undefined>();

  /** Makes names known and unset: `let`, `const`, `class` and imports cannot be read before they are given a value. */
  declare(names: readonly DeclaredName[]): void {
    for (const { name, kind } of names) {
      if (!this.#before.has(name)) this.#before.set(name, getOwnPropertyDescriptor(this.#target, name));
      if (kind === "var" || kind === "function") this.#set(name, undefined, true);
      else this.#declareUnset(name, kind !== "const" && kind !== "import");
    }
  }

  /** Runs something whose declared names are gone after it; names that they hid are back. */
  async within<Value>(names: readonly DeclaredName[], run: () => Promise<Value>): Promise<Value> {
    const hidden = names.map(({ name }) => [name, getOwnPropertyDescriptor(this.#target, name)] as const);
    const known = new Set(this.#before.keys());
    try {
      this.declare(names);
      return await run();
    } finally {
      for (const [name, descriptor] of hidden) {
        this.#restore(name, descriptor);
        if (!known.has(name)) this.#before.delete(name);
      }
    }
  }

  /** Gives the global object back as it was before the first cell. */
  clear(): void {
    for (const [name, descriptor] of this.#before) this.#restore(name, descriptor);
    this.#before.clear();
  }

  #set(name: string, value: unknown, writable: boolean): void {
    defineProperty(this.#target, name, { value, writable, configurable: true, enumerable: true });
  }

  /** Until the first assignment an accessor stands in; after it a plain property, which is fast to read. */
  #declareUnset(name: string, writable: boolean): void {
    defineProperty(this.#target, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        throw new ReferenceErrorClass(`Cannot access '${name}' before initialization`);
      },
      set: (value) => this.#set(name, value, writable),
    });
  }

  #restore(name: string, descriptor: PropertyDescriptor | undefined): void {
    if (descriptor === undefined) Reflect.deleteProperty(this.#target, name);
    else defineProperty(this.#target, name, descriptor);
  }
}
