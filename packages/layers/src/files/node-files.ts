import { FormatError, LayerbookError } from "../errors.ts";

/** A path, or a file: URL. */
export type FilePath = string | { readonly href: string };

/** What is used of Node's own modules; their types are not those of a package for browsers too. */
interface FileHandle {
  writeFile(bytes: Uint8Array): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}
interface FileSystem {
  open(path: string, flags: string): Promise<FileHandle>;
  readFile(path: string): Promise<Uint8Array>;
  realpath(path: string): Promise<string>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { readonly force: boolean }): Promise<void>;
}

/** Asked for when a file is, and not imported: a bundler for browsers would look for it. */
function nodeModule<Module>(name: string, otherwise: string): Module {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  const module = process?.getBuiltinModule?.(name);
  if (module === undefined) throw new LayerbookError(otherwise);
  return module as Module;
}

/**
 * What `decode` makes of a file's bytes. Throws FormatError with the path before the reason, Node's own error for a
 * file that cannot be read, and LayerbookError where there are no files, in a browser.
 */
export async function loadFile<Result>(
  path: FilePath,
  decoder: string,
  decode: (bytes: Uint8Array) => Result,
): Promise<Result> {
  const otherwise = `Cannot load ${textOf(path)}: files are for Node, not for browsers; fetch it, then call ${decoder}(new Uint8Array(await response.arrayBuffer()))`;
  const { readFile } = nodeModule<FileSystem>("node:fs/promises", otherwise);
  const bytes = await readFile(pathOf(path, otherwise));
  try {
    return decode(bytes);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new FormatError(`${textOf(path)}: ${error.message}`, { cause: error });
  }
}

/**
 * Writes a file whole or not at all: the bytes go to a new file beside it, which then takes its place.
 * Throws Node's own error for a file that cannot be written, and LayerbookError where there are no files, in a browser.
 */
export async function saveFile(path: FilePath, encoder: string, bytes: () => Uint8Array): Promise<void> {
  const otherwise = `Cannot save ${textOf(path)}: files are for Node, not for browsers; call ${encoder} and offer its bytes for download`;
  const files = nodeModule<FileSystem>("node:fs/promises", otherwise);
  const { randomUUID } = nodeModule<{ randomUUID(): string }>("node:crypto", otherwise);
  const given = pathOf(path, otherwise);
  const content = bytes();
  // Where a link points to: else the new file would take the place of the link.
  const target = await files.realpath(given).catch(() => given);
  const beside = `${target}.${randomUUID()}.tmp`;
  const file = await files.open(beside, "wx");
  try {
    try {
      await file.writeFile(content);
      // On the disk before the name is, so that no power failure leaves an empty file under it.
      await file.sync();
    } finally {
      await file.close();
    }
    await files.rename(beside, target);
  } catch (error) {
    await files.rm(beside, { force: true });
    throw error;
  }
}

function pathOf(path: FilePath, otherwise: string): string {
  if (typeof path === "string") return path;
  return nodeModule<{ fileURLToPath(url: string): string }>("node:url", otherwise).fileURLToPath(path.href);
}

function textOf(path: FilePath): string {
  return typeof path === "string" ? path : path.href;
}
