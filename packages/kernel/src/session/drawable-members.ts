import { types } from "node:util";

const displaySymbol: unique symbol = Symbol.for("Jupyter.display");

/** What a display method may be told: what the value is called where it stands. */
export interface DisplayOptions {
  readonly title?: string;
}

/** A value with a method `[Symbol.for("Jupyter.display")]`. */
export interface Drawable {
  [displaySymbol](options?: DisplayOptions): unknown;
}

export interface DrawableMember {
  readonly value: Drawable;
  /** Its key, where the collection has names. */
  readonly name: string | undefined;
}

export function isDrawable(value: unknown): value is Drawable {
  const isHolder = (typeof value === "object" && value !== null) || typeof value === "function";
  return isHolder && typeof (value as Record<symbol, unknown>)[displaySymbol] === "function";
}

export function drawn(value: Drawable, title?: string): unknown {
  return title === undefined ? value[displaySymbol]() : value[displaySymbol]({ title });
}

/** The members of an array, a Map or a plain object that can show themselves, unless the collection can itself. */
export function drawableMembers(value: unknown): DrawableMember[] {
  try {
    if (isDrawable(value)) return [];
    return membersOf(value).flatMap(([name, member]) =>
      isDrawable(member) ? [{ name, value: member }] : [],
    );
  } catch {
    return [];
  }
}

function membersOf(value: unknown): (readonly [string | undefined, unknown])[] {
  if (Array.isArray(value)) return value.map((member) => [undefined, member]);
  if (types.isMap(value)) {
    return Array.from(value, ([key, member]) => [typeof key === "string" ? key : undefined, member]);
  }
  if (!isPlainObject(value)) return [];
  // Values only: a getter may do anything.
  return Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([, { enumerable }]) => enumerable)
    .map(([name, { value: member }]) => [name, member]);
}

/** An object as `{ ... }` makes it, in whatever realm. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.hasOwn(prototype as object, "hasOwnProperty");
}
