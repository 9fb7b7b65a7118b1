import { maskSource } from "./source-mask.ts";

const number = String.raw`-?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;

/**
 * A cell's TypeScript with other numbers for its top-level constants: what sliders are set to. A constant that is not
 * given a number written out stays as it is.
 */
export function withConstants(source: string, constants: Readonly<Record<string, number>>): string {
  let text = source;
  for (const [name, value] of Object.entries(constants)) {
    const escaped = name.replaceAll("$", "\\$");
    const form = new RegExp(
      String.raw`^((?:export\s+)?const\s[^;(){}]*?(?<![\w$.])${escaped}\s*(?::[^=;,]*)?=\s*)${number}(?![\w.])`,
      "m",
    );
    const found = form.exec(maskSource(text));
    if (found === null) continue;
    const end = found.index + found[0].length;
    text = text.slice(0, found.index + found[1]!.length) + String(value) + text.slice(end);
  }
  return text;
}
