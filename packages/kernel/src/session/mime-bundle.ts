import { inspect } from "node:util";

/** Contents by MIME type: text, or JSON for `application/*+json`. */
export type MimeData = Readonly<Record<string, unknown>>;

export interface MimeBundle {
  readonly data: MimeData;
  readonly metadata: Readonly<Record<string, unknown>>;
}

const displaySymbol = Symbol.for("Jupyter.display");
/** A figure that takes longer than this is taken for one that never comes. */
const longestDisplay = 10_000;

/**
 * How a value is shown: what its method `[Symbol.for("Jupyter.display")]` returns, or promises, else `util.inspect`.
 * A display method that throws, never ends or returns no MIME bundle gives text that says so; this never throws.
 */
export async function bundleOf(value: unknown): Promise<MimeBundle> {
  try {
    const method = (value as Record<symbol, unknown> | null)?.[displaySymbol];
    if (typeof method !== "function") return textBundle(inspect(value));
    const shown: unknown = await withinLimit(method.call(value));
    const bundle = toBundle(shown);
    if (bundle) return bundle;
    throw new TypeError(`it returned ${inspect(shown, { depth: 0 })}, expected an object of MIME types`);
  } catch (error) {
    return textBundle(`Cannot show the value: ${reason(error)}\n${plainText(value)}`);
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
    const seconds = longestDisplay / 1000;
    timer = setTimeout(reject, longestDisplay, new Error(`it gave nothing within ${seconds} seconds`));
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function plainText(value: unknown): string {
  try {
    return inspect(value, { customInspect: false });
  } catch {
    return "";
  }
}

function reason(error: unknown): string {
  try {
    return `[Symbol.for("Jupyter.display")] failed, ${error instanceof Error ? error.message : inspect(error)}`;
  } catch {
    return "what it threw cannot be shown either";
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
