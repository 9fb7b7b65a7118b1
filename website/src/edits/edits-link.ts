import { type CellEdit, readCellEdit } from "./cell-edit.ts";
import { linkPrefix } from "./link-prefix.ts";

const version = "1";

/** Longest link that is made, in characters: what mail programs, chats and servers' logs still take. */
export const longestLink = 8_000;
/** Longest fragment that is read. */
const longestFragment = 64_000;
/** Most bytes that a fragment may hold when it is inflated. */
const mostBytes = 600_000;
const mostEdits = 200;

export type ReadLink =
  | { readonly edits: readonly CellEdit[] }
  /** Why the link brings nothing, for the reader. */
  | { readonly problem: string };

/** The fragment of a link that brings these edits: version, checksum and the edits, deflated, in URL-safe base64. */
export async function writeEditsLink(edits: readonly CellEdit[]): Promise<string> {
  const deflated = await through(
    new CompressionStream("deflate-raw"),
    new TextEncoder().encode(JSON.stringify(edits)),
  );
  const text = toBase64(deflated!);
  return `${linkPrefix}${version}.${checksum(text)}.${text}`;
}

/** Reads a fragment; `undefined` for one that is not about edits. Whatever stands in it, nothing is thrown. */
export async function readEditsLink(fragment: string): Promise<ReadLink | undefined> {
  if (!fragment.startsWith(linkPrefix)) return undefined;
  if (fragment.length > longestFragment) return { problem: "This link brings no edits: it is too long." };
  const [given, sum, text = "", ...rest] = fragment.slice(linkPrefix.length).split(".");
  if (given !== version && /^\d{1,4}$/.test(given ?? "")) {
    return { problem: "This link's edits are of a form that this version of the book does not know." };
  }
  const whole = given === version && sum === checksum(text) && rest.length === 0;
  const edits = whole ? await inflateEdits(text) : undefined;
  return edits === undefined
    ? { problem: "This link's edits are damaged: it may have been cut or changed on its way." }
    : { edits };
}

async function inflateEdits(text: string): Promise<readonly CellEdit[] | undefined> {
  try {
    const bytes = await through(new DecompressionStream("deflate-raw"), fromBase64(text), mostBytes);
    if (bytes === undefined) return undefined;
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (!Array.isArray(value) || value.length === 0 || value.length > mostEdits) return undefined;
    const edits = value.flatMap((entry) => readCellEdit(entry) ?? []);
    const distinct = new Set(edits.map(({ cell }) => cell)).size;
    return edits.length === value.length && distinct === edits.length ? edits : undefined;
  } catch {
    return undefined;
  }
}

/** What comes out of a stream of bytes; `undefined`, and no more is read, when that is more than `most`. */
async function through(
  stream: GenericTransformStream,
  bytes: Uint8Array<ArrayBuffer>,
  most = Number.POSITIVE_INFINITY,
): Promise<Uint8Array | undefined> {
  const reader: ReadableStreamDefaultReader<Uint8Array> = new Blob([bytes])
    .stream()
    .pipeThrough(stream)
    .getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > most) {
      await reader.cancel();
      return undefined;
    }
    parts.push(part.value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function toBase64(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new SyntaxError("no URL-safe base64");
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(bytes, (character) => character.charCodeAt(0));
}

/** FNV-1a of 32 bits: tells a link that was cut, and is no seal. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
