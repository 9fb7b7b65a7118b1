import { strFromU8 } from "fflate";
import { bytesOf } from "./base64.ts";
import { base64 } from "./generated/book.ts";

let read: string | undefined;

/**
 * Prose of this book for training on characters: the page on convolution as it stood in November 2026, without code,
 * formulas and tables. A paragraph to a line; English, some six thousand characters.
 *
 * @example
 * import { bookText } from "@layerbook/data";
 * bookText().length > 1000; // true
 */
export function bookText(): string {
  read ??= strFromU8(bytesOf(base64));
  return read;
}
