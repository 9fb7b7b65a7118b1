import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { gzipSync } from "node:zlib";

/** @type {Readonly<Record<string, string>>} */
const types = {
  ".css": "text/css",
  ".htm": "text/html; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};
const packed = new Set([".png", ".woff2", ".safetensors"]);

/**
 * Serves a built site on this machine as hosts of static files do: compressed, and kept by the browser but for pages.
 * Docusaurus' own server does not compress.
 * @param {string} folder
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serveCompressed(folder) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = fileAt(folder, decodeURIComponent(pathname));
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    const kind = extname(file);
    const content = readFileSync(file);
    const compress = !packed.has(kind);
    response.writeHead(200, {
      "content-type": types[kind] ?? "application/octet-stream",
      "cache-control": kind === ".html" ? "no-cache" : "public, max-age=31536000, immutable",
      ...(compress && { "content-encoding": "gzip" }),
    });
    response.end(compress ? gzipSync(content) : content);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}

/**
 * @param {string} folder
 * @param {string} path
 * @returns {string | undefined} the file that a host shows there
 */
function fileAt(folder, path) {
  const whole = normalize(join(folder, path));
  if (whole !== folder && !whole.startsWith(folder + sep)) return undefined;
  return [whole, `${whole}.html`, join(whole, "index.html")].find((candidate) =>
    statSync(candidate, { throwIfNoEntry: false })?.isFile(),
  );
}
