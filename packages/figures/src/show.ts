import { type MimeBundle, mimeBundle } from "./bundle.ts";
import { sendToHost } from "./host.ts";
import type { ShowOptions } from "./options.ts";
import { colorTerminal, terminalPicture } from "./terminal.ts";

declare const console: { log(text: string): void };

/**
 * Draws a tensor, a trace, a figure or anything else where the code runs: the kernel, the page, stock tslab, Deno's
 * kernel; in a terminal as text, with blocks of colour where it has colours.
 */
export function show(value: unknown, options: ShowOptions = {}): void {
  const bundle: MimeBundle = mimeBundle(value, options);
  if (sendToHost(bundle)) return;
  const columns = colorTerminal();
  const picture = columns === undefined ? undefined : terminalPicture(value, options, columns);
  console.log(picture ?? bundle["text/plain"]);
}
