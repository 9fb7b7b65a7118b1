import { inspect } from "node-inspect-extracted";
import type { MimeBundle } from "./output-types.ts";

const displayMethod: unique symbol = Symbol.for("Jupyter.display");
/** Members of a collection that are drawn. */
const mostPictures = 8;

/** How the value of a cell's last expression is shown, as in a notebook. */
export interface ShownValue {
  readonly result: MimeBundle;
  /** Pictures of a collection's members, which come before it. */
  readonly pictures: readonly MimeBundle[];
}

/** A value that shows itself; a member of an object is told its name. */
interface Drawable {
  [displayMethod](options?: { readonly title?: string }): unknown;
}

type Member = readonly [name: string | undefined, value: Drawable];

/**
 * What the value's method `[Symbol.for("Jupyter.display")]` gives, or promises, else its text; of an array, a Map or a plain
 * object the first eight members that have the method are drawn too. Throws TypeError for a method that gives no bundle.
 */
export async function shownValue(value: unknown): Promise<ShownValue> {
  if (isDrawable(value)) return { result: await bundleOf(value), pictures: [] };
  const text = inspect(value);
  const members = membersOf(value).filter((member): member is Member => isDrawable(member[1]));
  const bundles = await Promise.all(members.slice(0, mostPictures).map(memberBundle));
  // Without a library that draws them the members are text, and stand in the collection's.
  const pictures = bundles.filter((bundle) => Object.keys(bundle).some((type) => type !== "text/plain"));
  const left = pictures.length > 0 && members.length > mostPictures;
  const note = left ? `\n(the first ${mostPictures} of ${members.length} are drawn)` : "";
  return { result: { "text/plain": text + note }, pictures };
}

function isDrawable(value: unknown): value is Drawable {
  return typeof (value as Partial<Drawable> | null | undefined)?.[displayMethod] === "function";
}

/** A member that fails to draw itself is text in the collection's, as those are that cannot. */
async function memberBundle([title, value]: Member): Promise<MimeBundle> {
  try {
    return await bundleOf(value, title);
  } catch {
    return {};
  }
}

async function bundleOf(value: Drawable, title?: string): Promise<MimeBundle> {
  const bundle: unknown = await (title === undefined
    ? value[displayMethod]()
    : value[displayMethod]({ title }));
  if (typeof bundle !== "object" || bundle === null || Object.entries(bundle).length === 0) {
    const form = '{ "text/plain": "..." }';
    throw new TypeError(
      `Cannot show the result: its [Symbol.for("Jupyter.display")]() must give ${form}, got ${inspect(bundle)}`,
    );
  }
  return bundle as MimeBundle;
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
