import { kindOf } from "./recognise.ts";

/** Members of a collection that are drawn. */
export const mostMembers = 8;

/** A member of a collection that has a picture. */
export interface Member {
  readonly value: object;
  /** Its key, where the collection has names. */
  readonly name: string | undefined;
}

/**
 * The tensors, modules, traces and figures of an array, a Map or a plain object, as the kernel and the page's runner
 * draw them of a last expression; none of what is one of those itself.
 */
export function membersToDraw(value: unknown): Member[] {
  if (isDrawable(value)) return [];
  return membersOf(value).flatMap(([name, member]) => (isDrawable(member) ? [{ name, value: member }] : []));
}

function isDrawable(value: unknown): value is object {
  if (kindOf(value) !== undefined) return true;
  const display = (value as Record<symbol, unknown> | null | undefined)?.[Symbol.for("Jupyter.display")];
  return typeof value === "object" && typeof display === "function";
}

function membersOf(value: unknown): (readonly [string | undefined, unknown])[] {
  if (Array.isArray(value)) return value.map((member) => [undefined, member]);
  if (value instanceof Map) {
    return Array.from(value, ([key, member]) => [typeof key === "string" ? key : undefined, member]);
  }
  if (typeof value !== "object" || value === null) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return [];
  // Values only: a getter may do anything.
  return Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([, { enumerable }]) => enumerable)
    .map(([name, { value: member }]) => [name, member]);
}
