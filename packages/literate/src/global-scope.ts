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
  /** Names that were declared in this session. */
  readonly #seen = new Set<string>();
  /** What the global object had under each name before a cell declared it. */
  readonly #before = new Map<string, PropertyDescriptor | undefined>();

  /**
   * Makes names known and unset. The first time, what a cell has not given a value yet cannot be read. When a cell runs
   * again such names are undefined until then: switching a global between accessor and value more than once makes V8
   * read it ten times slower from then on.
   */
  declare(names: readonly DeclaredName[]): void {
    for (const { name, kind } of names) {
      if (!this.#before.has(name)) this.#before.set(name, getOwnPropertyDescriptor(this.#target, name));
      const readable = kind === "var" || kind === "function" || this.#seen.has(name);
      if (readable) this.#set(name, undefined, true);
      else this.#declareUnset(name, !isConstant(kind));
      this.#seen.add(name);
    }
  }

  /** Makes the constants among names that have their value read-only. */
  seal(names: readonly DeclaredName[]): void {
    for (const { name, kind } of names) {
      const descriptor = getOwnPropertyDescriptor(this.#target, name);
      if (isConstant(kind) && descriptor?.writable) this.#set(name, descriptor.value, false);
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
    this.#seen.clear();
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

function isConstant(kind: DeclaredName["kind"]): boolean {
  return kind === "const" || kind === "import";
}
