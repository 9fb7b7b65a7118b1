import { type MimeBundle, mimeBundle } from "./bundle.ts";
import { sendToHost } from "./host.ts";
import { type Member, membersToDraw, mostMembers } from "./members.ts";
import type { ShowOptions } from "./options.ts";
import { kindOf } from "./recognise.ts";
import { colorTerminal, terminalPicture } from "./terminal.ts";

declare const console: { log(text: string): void };

/**
 * Draws a tensor, a trace, a figure or anything else where the code runs: the kernel, the page, stock tslab, Deno's
 * kernel; in a terminal as text, with blocks of colour where it has colours. Of an array, a Map or a plain object the
 * first eight tensors and the like are drawn, each with its name.
 *
 * @example
 * import { show } from "@layerbook/figures";
 * import { tensor } from "@layerbook/layers";
 * show(tensor([[1, 2], [3, 4]]), { title: "Four numbers" });
 */
export function show(value: unknown, options: ShowOptions = {}): void {
  const members = membersToDraw(value);
  if (members.length === 0) {
    showOne(value, options);
    return;
  }
  for (const member of members.slice(0, mostMembers)) showOne(member.value, memberOptions(member, options));
  if (members.length > mostMembers) showOne(`(the first ${mostMembers} of ${members.length} are drawn)`, {});
}

/** A member's name in its title; a figure that is one already keeps its own. */
function memberOptions({ name, value }: Member, options: ShowOptions): ShowOptions {
  const { title, ...others } = options;
  if (kindOf(value) === undefined) return others;
  if (name === undefined) return options;
  return { ...others, title: title === undefined ? name : `${title}: ${name}` };
}

function showOne(value: unknown, options: ShowOptions): void {
  const bundle: MimeBundle = mimeBundle(value, options);
  if (sendToHost(bundle)) return;
  const columns = colorTerminal();
  const picture = columns === undefined ? undefined : terminalPicture(value, options, columns);
  console.log(picture ?? bundle["text/plain"]);
}
