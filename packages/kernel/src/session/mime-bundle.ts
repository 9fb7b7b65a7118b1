import { inspect } from "node:util";
import { drawableMembers, drawn, isDrawable } from "./drawable-members.ts";
import { isInterrupt } from "./interrupt-flag.ts";
import type { TimeLimit } from "./time-limit.ts";

/** Contents by MIME type: text, or JSON for `application/*+json`. */
export type MimeData = Readonly<Record<string, unknown>>;

export interface MimeBundle {
  readonly data: MimeData;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A figure that takes longer than this is taken for one that never comes, milliseconds. */
const longestDisplay = 10_000;
const nothingInTime = `it gave nothing within ${longestDisplay / 1000} seconds`;
/** Members of a collection that are drawn. */
const mostPictures = 8;

/** How the value of a cell's last expression is shown. */
export interface ShownValue {
  readonly result: MimeBundle;
  /** Pictures that come before it. */
  readonly pictures: readonly MimeBundle[];
}

/**
 * How a value is shown: what its method `[Symbol.for("Jupyter.display")]` returns, or promises, else `util.inspect`; of an
 * array, a Map or a plain object the members that have the method are drawn too, in their order, and are told their
 * names: `{ title: "hn" }`.
 * A display method that throws, never ends or returns no MIME bundle gives text that says so. Throws for an interrupt only.
 * @param withinTime runs the methods
 */
export async function shownValue(value: unknown, withinTime: TimeLimit): Promise<ShownValue> {
  const members = drawableMembers(value);
  const bundles = await Promise.all(
    members.slice(0, mostPictures).map(({ value, name }) => bundleOf(value, withinTime, name)),
  );
  // Without a library that draws them the members are text, and stand in the collection's.
  const pictures = bundles.filter(({ data }) => Object.keys(data).some((type) => type !== "text/plain"));
  const result = await bundleOf(value, withinTime);
  if (pictures.length === 0 || members.length <= mostPictures) return { result, pictures };
  const note = `(the first ${mostPictures} of ${members.length} are drawn)`;
  const text = `${result.data["text/plain"]}\n${note}`;
  return { result: { ...result, data: { ...result.data, "text/plain": text } }, pictures };
}

/** How one value is shown, without its members. */
async function bundleOf(value: unknown, withinTime: TimeLimit, title?: string): Promise<MimeBundle> {
  try {
    const shown: unknown = await withinLimit(
      withinTime(longestDisplay, () =>
        isDrawable(value) ? drawn(value, title) : textBundle(inspect(value)),
      ),
    );
    const bundle = withinTime(longestDisplay, () => toBundle(shown));
    if (bundle) return bundle;
    throw new TypeError(`it returned ${inspect(shown, { depth: 0 })}, expected an object of MIME types`);
  } catch (error) {
    if (isInterrupt(error)) throw error;
    return textBundle(`Cannot show the value: ${reason(error)}\n${plainText(value, withinTime)}`);
  }
}

/**
 * A bundle from an object of MIME types, or from `{ data, metadata }`, the form in which Jupyter sends it; undefined for
 * anything else. Bytes become base64, as Jupyter wants them. Throws a TypeError for contents that JSON cannot hold:
 * the message that carries them could not be sent.
 */
export function toBundle(value: unknown): MimeBundle | undefined {
  if (!isObject(value)) return undefined;
  const parts = isObject(value.data) && !("text/plain" in value) ? value : { data: value };
  const data = Object.entries(parts.data as Record<string, unknown>);
  if (data.length === 0 || !data.every(([mime]) => mime.includes("/"))) return undefined;
  return {
    data: Object.fromEntries(data.map(([mime, content]) => [mime, toJson(mime, content)])),
    metadata: isObject(parts.metadata) ? (toJson("metadata", parts.metadata) as MimeData) : {},
  };
}

function toJson(name: string, content: unknown): unknown {
  if (content instanceof Uint8Array) return Buffer.from(content).toString("base64");
  if (typeof content === "string") return content;
  let json: string | undefined;
  try {
    json = JSON.stringify(content);
  } catch (error) {
    throw new TypeError(`its ${name} does not fit into JSON: ${(error as Error).message}`);
  }
  if (json === undefined)
    throw new TypeError(`its ${name} is a ${typeof content}, which does not fit into JSON`);
  // What was written, not what may write something else when it is sent.
  return JSON.parse(json);
}

function textBundle(text: string): MimeBundle {
  return { data: { "text/plain": text }, metadata: {} };
}

async function withinLimit<T>(promise: T): Promise<Awaited<T>> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, longestDisplay, new Error(nothingInTime));
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function plainText(value: unknown, withinTime: TimeLimit): string {
  try {
    return withinTime(longestDisplay, () => inspect(value, { customInspect: false }));
  } catch {
    return "";
  }
}

function reason(error: unknown): string {
  try {
    const isLate = (error as NodeJS.ErrnoException | null)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
    const text = isLate ? nothingInTime : error instanceof Error ? error.message : inspect(error);
    return `[Symbol.for("Jupyter.display")] failed, ${text}`;
  } catch {
    return "what it threw cannot be shown either";
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
